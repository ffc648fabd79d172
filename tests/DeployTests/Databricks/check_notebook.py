"""Prints what is wrong with notebooks, as far as their text shows it: a line each, nothing when all is well."""
import ast
import re
import sys

HEADER = "# Databricks notebook source"
CELL = "# COMMAND ----------"
CREDENTIAL_NAMES = re.compile(r"aws_?access_?key|aws_?secret_?key|secret_?key|access_?key|password|token|session_?token", re.IGNORECASE)
CREDENTIALS = re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bdapi[0-9a-f]{32}\b|\b[A-Za-z0-9/+]{40}\b|-----BEGIN|://[^/\s:@{}]+:[^/\s@{}]+@")


def offences(path: str) -> list:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    tree = ast.parse(text, path)
    found = []
    if text.splitlines()[0] != HEADER:
        found.append("it does not begin as a notebook in source format")
    found += [f"line {number}: a cell is divided by '{CELL}' alone" for number, line in enumerate(text.splitlines(), 1) if "COMMAND ---" in line and line != CELL]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CREDENTIALS.search(node.value):
            found.append(f"line {node.lineno}: it holds what looks like a credential")
        found += [f"line {node.lineno}: {name} is written out; take it from dbutils.secrets" for name, value in named_values(node) if is_written_out(name, value)]
    return found


def named_values(node):
    """Names with the values they get: assignments, keyword arguments, entries, option(name, value)."""
    if isinstance(node, ast.Assign):
        yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.Dict):
        yield from ((key.value, value) for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant) and isinstance(key.value, str))
    elif isinstance(node, ast.Call):
        yield from ((keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "option" and len(node.args) == 2 and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value), node.args[1]


def is_written_out(name: str, value) -> bool:
    return CREDENTIAL_NAMES.fullmatch(name) is not None and isinstance(value, ast.Constant) and value.value not in ("", None)


for notebook in sys.argv[1:]:
    for offence in offences(notebook):
        print(f"{notebook}: {offence}")
