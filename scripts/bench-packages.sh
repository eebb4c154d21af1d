#!/bin/sh
# Installs the Debian package RabbitMQ, beside which the axis is measured; without it that part is left out.
set -eu
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    # The bench starts a node of its own; the service of the package stays off.
    { apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends rabbitmq-server >/dev/null; } ||
        echo "RabbitMQ could not be installed; it is left out." >&2
else
    echo "RabbitMQ is not installed (as root: apt-get install rabbitmq-server); it is left out." >&2
fi
