"""What the command line says of itself."""

import subprocess
import sys

import click

from cli import main
from cli.commands import COMMANDS


def test_each_command_is_listed_with_what_its_own_help_begins_with():
    context = click.Context(main)
    for name, says in COMMANDS.items():
        assert main.get_command(context, name).get_short_help_str(limit=200) == says


def test_a_list_of_the_commands_loads_none_of_them():
    code = (
        "import sys; from cli import main; main(['--help'], standalone_mode=False);"
        " sys.exit('settings' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(f"\n  {name} " in ran.stdout for name in COMMANDS)
