"""Asks STS who it is with botocore, which the AWS CLI and boto3 are made of, once in each environment.

Reads a JSON object of environments by name, and prints one of "ok" or the error by the same names.
"""
import json
import multiprocessing
import os
import sys

# What takes long to load is loaded once. botocore.credentials must not be: it reads HOME when it is loaded.
import botocore.awsrequest
import botocore.httpsession
import botocore.parsers
import dateutil.parser


def ask(environment):
    os.environ.clear()
    os.environ.update(environment)
    import botocore.config
    import botocore.session

    try:
        config = botocore.config.Config(retries={"total_max_attempts": 1})
        botocore.session.get_session().create_client("sts", config=config).get_caller_identity()
        return "ok"
    except Exception as error:  # Whatever it is, the caller compares it.
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    assert "botocore.credentials" not in sys.modules
    environments = json.load(sys.stdin)
    with multiprocessing.get_context("fork").Pool(4, maxtasksperchild=1) as pool:
        answers = pool.map(ask, environments.values(), chunksize=1)
    json.dump(dict(zip(environments, answers)), sys.stdout)
