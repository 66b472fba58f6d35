"""A hostile Runtime API and a hostile AWS endpoint on loopback, the real bootstrap between them.

A test scripts what each server answers, request by request, and looks at what came in: every request is
recorded, connections are counted. run.run() starts the program that the environment variable BOOTSTRAP names,
lets it serve the script and ends it; nothing waits without a limit. Only the standard library is used.

events        events and configuration items, as AWS Config sends them
replies       what the APIs of AWS answer
server        the HTTP server that all others are made of
certificates  servers that speak TLS
runtime_api   Lambda's Runtime API
aws           the endpoint of AWS, which verifies each request
container     the endpoint that gives credentials to a container
configrule    the command-line program, for the tests of cli/
run           the program between them, and what must hold of every run
"""
