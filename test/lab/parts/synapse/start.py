#!/usr/bin/env python3
"""Starts Synapse as the upstream image does in its run mode: as UID:GID (991:991), from SYNAPSE_CONFIG_PATH."""

import os
import sys


def main() -> None:
    mode = sys.argv[1] if len(sys.argv) > 1 else "run"
    if mode in ("generate", "migrate_config"):
        sys.exit(f"The lab's image has no '{mode}' mode: it runs a configuration that exists.")
    if mode != "run":
        sys.exit(f"Unknown execution mode '{mode}'")

    arguments = sys.argv[2:]
    if "-m" not in arguments:
        arguments = ["-m", os.environ.get("SYNAPSE_WORKER", "synapse.app.homeserver"), *arguments]
    if not any(argument.startswith(("-c", "--config-path")) for argument in arguments):
        arguments += ["--config-path", config_path()]

    command = [sys.executable, *arguments]
    owner = wanted_owner()
    if owner:
        command = ["gosu", owner, *command]
    print("Starting synapse with args " + " ".join(arguments), flush=True)
    os.execvp(command[0], command)


def config_path() -> str:
    folder = os.environ.get("SYNAPSE_CONFIG_DIR", "/data")
    path = os.environ.get("SYNAPSE_CONFIG_PATH", folder + "/homeserver.yaml")
    if not os.path.exists(path):
        sys.exit(f"Config file '{path}' does not exist.")
    return path


def wanted_owner() -> "str | None":
    uid = int(os.environ.get("UID", "991"))
    gid = int(os.environ.get("GID", "991"))
    if os.getuid() != 0 or (uid, gid) == (os.getuid(), os.getgid()):
        return None
    return f"{uid}:{gid}"


main()
