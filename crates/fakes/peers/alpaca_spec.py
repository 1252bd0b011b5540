"""Checks answers of a fake Alpaca against the schemas of Alpaca's own OpenAPI document.

alpaca_spec.py DOCUMENT < ANSWERS, where each answer is {"path", "schema", "body"}. Prints one line of JSON: how many answers
were checked, and what is wrong with which.
"""

import json
import sys

import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker

document = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))


def closed(schema):
    """The schema with its references put in, and open objects closed: a field that the document does not know is a finding."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        place = document
        for name in schema["$ref"].removeprefix("#/").split("/"):
            place = place[name]
        return closed(place)
    made = {name: closed(part) for name, part in schema.items() if name not in ("x-examples", "example")}
    if "properties" in made and "additionalProperties" not in made:
        made["additionalProperties"] = False
    return made


def schema_of(path, name):
    """The schema of a path's answer, or one by name where the document is older than the path."""
    if name is not None:
        return closed(document["components"]["schemas"][name])
    answer = document["paths"][path]["get"]["responses"]["200"]
    return closed(answer["content"]["application/json"]["schema"])


answers = json.load(sys.stdin)
problems = []
for answer in answers:
    validator = OAS30Validator(schema_of(answer["path"], answer["schema"]), format_checker=oas30_format_checker)
    for error in validator.iter_errors(answer["body"]):
        problems.append(f"{answer['path']}: {error.json_path}: {error.message[:200]}")
json.dump({"checked": len(answers), "problems": problems}, sys.stdout)
