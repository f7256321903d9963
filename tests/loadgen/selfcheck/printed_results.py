"""What the clients print, in short."""

WRK = """\
Running 2s test @ http://127.0.0.1:36441/hello
  1 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.94ms    3.18ms  24.21ms   86.42%
    Req/Sec    73.86k    48.36k  148.99k    60.00%
  Latency Distribution
     50%  395.00us
     75%    2.34ms
     90%    1.02s
     99%   1.50m
  147666 requests in 2.02s, 21.41MB read
  Socket errors: connect 0, read 3, write 0, timeout 0
Requests/sec:  72948.10
Transfer/sec:     10.57MB
"""

HEY = """\

Summary:
  Total:\t1.0008 secs
  Requests/sec:\t40321.5925

Latency distribution:
  50% in 0.0014 secs

Status code distribution:
  [200]\t40355 responses
  [503]\t5 responses

Error distribution:
  [7]\tGet "http://127.0.0.1:36441/hello": EOF
"""

OHA = """\
Summary:
  Success rate:\t100.00%
  Total:\t1001.3621 ms
  Requests/sec:\t98241.1893

Response time distribution:
  50.00% in 0.5912 ms

Status code distribution:
  [200] 98343 responses

Error distribution:
  [64] aborted due to deadline
"""

AB = """\
This is ApacheBench, Version 2.3 <$Revision$>

Concurrency Level:      64
Time taken for tests:   1.000 seconds
Complete requests:      63149
Failed requests:        0
Keep-Alive requests:    63149
"""

AUTOCANNON = (
    '{"url":"http://127.0.0.1:36441/hello","connections":64,"duration":1.05,"errors":0,'
    '"2xx":21584,"latency":{"p50":1},"requests":{"average":21592,"total":21584,"sent":21648}}'
)

PYTHON = 'a warning of some library\n{"requests":7244}\n'
