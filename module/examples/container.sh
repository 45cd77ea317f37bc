#!/bin/sh
# A container that works for longer than an hour. It shares the host's network, because SDKs send the endpoint's token to
# loopback only; a name after --env without a value takes the value from the environment, so no command line shows the token.
set -eu

exec assumerole exec --keep-fresh --role-arn "$aws_assume_role_arn" -- \
  docker run --rm --network host \
    --env AWS_CONTAINER_CREDENTIALS_FULL_URI \
    --env AWS_CONTAINER_AUTHORIZATION_TOKEN \
    --env AWS_REGION \
    "$@"
