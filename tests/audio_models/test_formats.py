"""The byte formats, read back with independent readers; none of this needs torch."""

import struct

import numpy as np
import pytest

from audio_models.graph.openfst import Fst
from audio_models.symbols import read_header
from audio_models.train import kaldi


class Reader:
    """Reads Kaldi's binary stream piece by piece, complaining about anything unexpected."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str):
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values[0] if len(values) == 1 else values

    def token(self, expected: str) -> None:
        end = self.data.index(b" ", self.at)
        assert self.data[self.at : end].decode() == expected
        self.at = end + 1

    def int32(self) -> int:
        size, value = self.take("<bi")
        assert size == 4
        return value

    def float32(self) -> float:
        size, value = self.take("<bf")
        assert size == 4
        return value

    def floats(self, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, "<f4", count, self.at)
        self.at += 4 * count
        return values

    def int_vector(self) -> list[int]:
        size, count = self.take("<bi")
        assert size == 4
        return [self.take("<i") for _ in range(count)]

    def vector(self) -> np.ndarray:
        self.token("FV")
        return self.floats(self.int32())

    def matrix(self) -> np.ndarray:
        self.token("FM")
        rows, columns = self.int32(), self.int32()
        return self.floats(rows * columns).reshape(rows, columns)


def test_numbers():
    assert kaldi.int32(7) == b"\x04\x07\x00\x00\x00"
    assert kaldi.float32(0.5) == b"\x04" + struct.pack("<f", 0.5)
    assert kaldi.float64(0.5) == b"\x08" + struct.pack("<d", 0.5)
    assert kaldi.int_vector([1, 2]) == b"\x04\x02\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00"


def test_matrix_is_written_by_rows():
    values = np.arange(6.0).reshape(3, 2).T  # not contiguous
    assert np.array_equal(Reader(kaldi.matrix(values)).matrix(), values)


def test_transition_model():
    reader = Reader(kaldi.transition_model([0, 1, 1]))
    reader.token("<TransitionModel>")
    reader.token("<Topology>")
    assert reader.int_vector() == [1, 2, 3]
    assert reader.int_vector() == [-1, 0, 0, 0]
    assert (reader.int32(), reader.int32()) == (1, 2)  # one entry of two states
    assert (reader.int32(), reader.int32()) == (0, 2)  # the first: class 0, two transitions
    assert [reader.int32(), reader.float32(), reader.int32(), reader.float32()] == [0, 0.5, 1, 0.5]
    assert (reader.int32(), reader.int32()) == (-1, 0)  # the last emits nothing
    reader.token("</Topology>")
    reader.token("<Triples>")
    triples = [tuple(reader.int32() for _ in range(3)) for _ in range(reader.int32())]
    assert triples == [(1, 0, 0), (2, 0, 1), (3, 0, 1)]
    reader.token("</Triples>")
    reader.token("<LogProbs>")
    assert reader.vector() == pytest.approx([0, *[np.log(0.5)] * 6])
    reader.token("</LogProbs>")
    reader.token("</TransitionModel>")
    assert reader.at == len(reader.data)


def test_network_names_its_context_and_every_component():
    layers = [
        kaldi.Layer((-2, 0, 1), np.ones((5, 12)), np.zeros(5)),
        kaldi.Layer((0,), np.ones((3, 5)), np.zeros(3), relu=False),
    ]
    data = kaldi.network(layers, floor=5, scale=0.5, log_prior=np.log([0.5, 0.25, 0.25]))
    config = data[len(b"<Nnet3> \n") : data.index(b"\n\n")].decode().splitlines()
    assert config[0] == "input-node name=input dim=4"
    assert "input=Append(Offset(floor.relu, -2), floor.relu, Offset(floor.relu, 1))" in config[3]
    assert config[-1] == "output-node name=output input=likelihood objective=linear"
    assert data.count(b"<ComponentName> ") == len(config) - 2
    tail = Reader(data[data.rindex(b"</Nnet3> ") :])
    tail.token("</Nnet3>")
    tail.token("<LeftContext>")
    assert tail.int32() == 2
    tail.token("<RightContext>")
    assert tail.int32() == 1
    tail.token("<Priors>")
    assert len(tail.vector()) == 0
    assert tail.at == len(tail.data)


def test_fst_file(tmp_path):
    fst = Fst()
    first, second = fst.add_state(), fst.add_state()
    fst.add_arc(first, second, input=5, output=1, cost=0.25)
    fst.add_arc(first, first, input=3, output=2)
    fst.final[second] = 1.5
    path = tmp_path / "a.fst"
    fst.write(path, sort="input")
    header = read_header(path)
    assert (header.kind, header.states, header.arcs) == ("vector", 2, 2)
    assert header.least_size == path.stat().st_size
    body = path.read_bytes()[header.size :]
    assert struct.unpack_from("<fq", body) == (float("inf"), 2)
    assert struct.unpack_from("<iifi", body, 12) == (3, 2, 0.0, 0)  # sorted by input label
    assert struct.unpack_from("<iifi", body, 28) == (5, 1, 0.25, 1)
    assert struct.unpack_from("<fq", body, 44) == (1.5, 0)
