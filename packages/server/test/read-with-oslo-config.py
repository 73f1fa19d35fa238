# Reads [[content, ...], ...] from stdin and writes, for each file, what oslo.config makes of it:
# null where the file cannot be read, else {"group.name": value or null where it cannot be used}.
import json
import sys
import tempfile

from oslo_config import cfg

OPTIONS = {
    "a": cfg.StrOpt, "b": cfg.StrOpt, "c": cfg.StrOpt, "i": cfg.IntOpt,
    "f": cfg.BoolOpt, "l": cfg.ListOpt, "m": cfg.MultiStrOpt,
}


def read(content):
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(content)
        file.flush()
        conf = cfg.ConfigOpts()
        for group in (None, "g", "h"):
            conf.register_opts([kind(name) for name, kind in OPTIONS.items()], group=group)
        try:
            conf(["--config-file", file.name], default_config_dirs=[])
        except cfg.ConfigFileParseError:
            return None
        return {
            f"{group}.{name}": value_of(conf if group == "DEFAULT" else conf[group], name)
            for group in ("DEFAULT", "g", "h") for name in OPTIONS
        }


def value_of(group, name):
    try:
        return {"value": getattr(group, name)}
    except (cfg.Error, RecursionError):
        return {"refused": True}


json.dump([read(content) for content in json.load(sys.stdin)], sys.stdout)
