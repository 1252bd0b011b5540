"""Checks requests to Alpaca and answers of it against Alpaca's own OpenAPI document.

alpaca_spec.py DOCUMENT < INPUT, where the input is {"requests": [{"method", "path", "query", "body"}],
"answers": [{"schema", "body"}]}. Prints one line of JSON: what is wrong, and the document's own examples by schema.
"""

import json
import sys

import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker

document = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
schemas = document["components"]["schemas"]


def closed(schema):
    """The schema with its references put in, and open objects closed. An order does not hold itself here."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return closed(schemas[schema["$ref"].rsplit("/", 1)[1]])
    made = {name: closed(part) for name, part in schema.items() if name not in ("x-examples", "example", "legs")}
    if "properties" in made and "additionalProperties" not in made:
        made["additionalProperties"] = False
        if "legs" in schema["properties"]:
            made["properties"]["legs"] = {"nullable": True, "type": "array"}
        # The document's own example has null there.
        for name in ("trail_percent", "trail_price", "hwm"):
            if name in made["properties"]:
                made["properties"][name]["nullable"] = True
    return made


def problems(label, schema, body):
    validator = OAS30Validator(schema, format_checker=oas30_format_checker)
    return [f"{label}: {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]


def template_of(path):
    """The path in the document that a path is an instance of; one without a variable goes first."""
    def fits(template):
        parts, wanted = template.split("/"), path.split("/")
        return len(parts) == len(wanted) and all(p == w or p.startswith("{") for p, w in zip(parts, wanted))

    return next(iter(sorted(filter(fits, document["paths"]), key=lambda template: "{" in template)), None)


given = json.load(sys.stdin)
found = []
for request in given["requests"]:
    label = f"{request['method']} {request['path']}"
    template = template_of(request["path"])
    place = document["paths"].get(template, {})
    operation = place.get(request["method"].lower())
    if operation is None:
        found.append(f"{label}: not in the document")
        continue
    known = {p["name"] for p in operation.get("parameters", []) + place.get("parameters", [])}
    found += [f"{label}: no parameter {name}" for name in request["query"] if name not in known]
    if request["body"] is not None:
        schema = closed(operation["requestBody"]["content"]["application/json"]["schema"])
        # What is required and may be null need not be sent.
        optional = {n: None for n in schema.get("required", []) if schema["properties"][n].get("nullable")}
        found += problems(label, schema, optional | request["body"])
for answer in given["answers"]:
    found += problems(answer["schema"], closed(schemas[answer["schema"]]), answer["body"])
examples = {
    name: list(schemas[name]["x-examples"].values()) for name in ("Order", "Position", "Account", "TradingActivities")
}
json.dump({"problems": found, "examples": examples}, sys.stdout, default=str)
