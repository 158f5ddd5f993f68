"""Hands each set of registrations to Synapse's own loader, all in one process.

Reads from standard input {"name": server name, "texts": {key: YAML}, "sets": [[key, …], …]}; writes one JSON list with, for each set,
null where the loader took it, or the first line of its complaint.
"""

import json
import os
import sys
import tempfile

from synapse.config.appservice import load_appservices

asked = json.load(sys.stdin)
verdicts = []
with tempfile.TemporaryDirectory() as folder:
    paths = {}
    for key, text in asked["texts"].items():
        paths[key] = os.path.join(folder, key + ".yaml")
        with open(paths[key], "w", encoding="utf-8") as file:
            file.write(text)
    for keys in asked["sets"]:
        try:
            loaded = load_appservices(asked["name"], [paths[key] for key in keys])
            verdicts.append(None if len(loaded) == len(keys) else "not all were loaded")
        except BaseException as error:  # the loader ends the process in some cases
            verdicts.append((type(error).__name__ + ": " + str(error)).split("\n")[0])
json.dump(verdicts, sys.stdout)
