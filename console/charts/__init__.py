"""Charts as inline SVG, made of values by pure functions; none tells anything by colour alone.

Each chart is a `<figure>` with its title, a description for who cannot see it, and a table of the
same values, whose numbers lead to what is behind them. Pages that show one link `charts.css`.
"""

from console.charts.bars import Bar, bars
from console.charts.heat import Cell, heat
from console.charts.lines import Line, lines

__all__ = ["Bar", "Cell", "Line", "bars", "heat", "lines"]
