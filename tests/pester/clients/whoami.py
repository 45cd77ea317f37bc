"""Says who boto3 is, as often as told, with one session: python whoami.py <calls> <seconds between them>.

Each call is a line of JSON: how boto3 found its credentials, its access key id, the ARN that STS answers, and the names of the
AWS variables that this process has.
"""

import json
import os
import sys
import time

import boto3


def main(calls, pause):
    session = boto3.Session(region_name="eu-west-1")
    client = session.client("sts")
    credentials = session.get_credentials()
    for number in range(calls):
        if number:
            time.sleep(pause)
        arn = client.get_caller_identity()["Arn"]
        key = credentials.get_frozen_credentials().access_key
        variables = sorted(name for name in os.environ if name.startswith("AWS_"))
        print(json.dumps({"method": credentials.method, "key": key, "arn": arn, "variables": variables}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
