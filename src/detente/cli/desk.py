"""Commands of the desk and of sharing: desk, pack, unpack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.app import CasePath, Json, app, emit, note, say

__all__: list[str] = []


@app.command()
def desk(
    case: CasePath,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; one that others can reach needs --token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on.", min=1, max=65535)] = 8765,
    token: Annotated[
        str | None,
        typer.Option("--token", help="What a visitor must show once, at least 16 characters.", show_default=False),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show everything, change nothing.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    as_json: Json = False,
) -> None:
    """Open the case in a browser: read, correct, move a preference, and see what follows."""
    from detente.desk import DeskOptions, desk_app, serve

    options = DeskOptions(host=host, port=port, token=token, read_only=read_only)
    made = desk_app(case, options)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
    if as_json:
        emit({"case": str(case), "address": address, "read_only": read_only})
    else:
        say(f"{case}: {address}")
    note("Ctrl-C ends the desk")
    serve(made, options, None if no_browser else address)


@app.command()
def pack(
    case: CasePath,
    out: Annotated[Path, typer.Option("--out", help="The file to write, best ending in .zip.", show_default=False)],
    without_texts: Annotated[
        bool, typer.Option("--without-texts", help="Leave out the reports, which are others' texts; list them.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make one file of a case, with checksums."""
    from detente.case import open_case
    from detente.pack import pack_case

    made = pack_case(open_case(case), out, texts=not without_texts)
    if as_json:
        emit(made.as_json())
        return
    say(f"wrote {out}: {len(made.files)} files, {sum(one.size for one in made.files):,} bytes unpacked")
    for left in made.left_out:
        say(f"  left out: {left.path}{f' ({left.address})' if left.address else ''}")


@app.command()
def unpack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A packed case.", show_default=False)],
    into: Annotated[
        Path | None,
        typer.Option("--into", help="A new folder; left out, the file is only checked.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check the checksums of a packed case, and unpack it."""
    from detente.pack import check_pack, unpack_case

    made = check_pack(file) if into is None else unpack_case(file, into)
    if as_json:
        emit(made.as_json())
        return
    say(
        f"{file}: {len(made.files)} files as packed, {len(made.left_out)} left out"
        + (f"; unpacked into {into}" if into else "")
    )
