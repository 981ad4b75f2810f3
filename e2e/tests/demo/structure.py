"""Prints what the structure tree of a PDF holds, as JSON. usage: structure.py FILE"""
import json, sys
import pikepdf

pdf = pikepdf.open(sys.argv[1])
root = pdf.Root
seen = {"tags": {}, "figures_without_alt": 0, "tables_without_header_cells": 0}


def children(node):
    kids = node.get("/K")
    if kids is None:
        return []
    return [k for k in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(k, pikepdf.Dictionary)]


def tags_below(node):
    found, stack = set(), [node]
    while stack:
        n = stack.pop()
        found.add(str(n.get("/S", "")))
        stack.extend(children(n))
    return found


stack = [root.StructTreeRoot]
while stack:
    node = stack.pop()
    tag = str(node.get("/S", ""))
    if tag:
        seen["tags"][tag] = seen["tags"].get(tag, 0) + 1
    if tag == "/Figure" and not str(node.get("/Alt", "")).strip():
        seen["figures_without_alt"] += 1
    if tag == "/Table" and "/TH" not in tags_below(node):
        seen["tables_without_header_cells"] += 1
    stack.extend(children(node))

metadata = bytes(root.Metadata.read_bytes()).decode("utf-8")
seen["lang"] = str(root.get("/Lang", ""))
seen["marked"] = bool(root.MarkInfo.get("/Marked", False))
seen["pdf_ua"] = "pdfuaid:part" in metadata
seen["pdf_a"] = "pdfaid:part" in metadata
seen["title"] = "dc:title" in metadata
seen["bookmarks"] = len(list(pdf.open_outline().root))
seen["pages"] = len(pdf.pages)
print(json.dumps(seen))
