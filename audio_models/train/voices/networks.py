"""Neural synthesisers' networks, opened so that they also tell how long each phone lasts."""

from __future__ import annotations

import importlib.util
from typing import Any


def installed(*modules: str) -> bool:
    """Whether all of them are there; imports none of them."""
    return all(importlib.util.find_spec(module) for module in modules)


def open_network(model: Any, durations: str) -> Any:
    """An onnxruntime session of `model` (of the onnx package) on one core.

    The tensor named `durations`, which the network computes anyway, is one more output.
    """
    import onnx
    import onnxruntime

    number = onnx.TensorProto.FLOAT
    model.graph.output.append(onnx.helper.make_tensor_value_info(durations, number, None))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
