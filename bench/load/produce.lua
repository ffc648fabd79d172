-- wrk script: posts N records per request in the shape of SURFACE.
-- SURFACE: kafka (REST Proxy v2), kinesis (PUT records), native (PutRecords to a Kinesis endpoint), get (no body)
local n = tonumber(os.getenv("N") or "1")
local surface = os.getenv("SURFACE") or "kafka"
local value = '{"ind":7528,"timestamp":"2020-08-28T03:52:47","latitude":-89.9787,"longitude":-173.293,"country":"Albania","note":"about two hundred bytes of JSON, the size of a small event as gateways usually see them ........"}'
local encoded = "eyJpbmQiOjc1MjgsInRpbWVzdGFtcCI6IjIwMjAtMDgtMjhUMDM6NTI6NDciLCJsYXRpdHVkZSI6LTg5Ljk3ODcsImxvbmdpdHVkZSI6LTE3My4yOTMsImNvdW50cnkiOiJBbGJhbmlhIiwibm90ZSI6ImFib3V0IHR3byBodW5kcmVkIGJ5dGVzIG9mIEpTT04ifQ=="
local records = {}

wrk.headers["Content-Type"] = "application/json"
if surface == "get" then
  wrk.method = "GET"
elseif surface == "kafka" then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/vnd.kafka.json.v2+json"
  for i = 1, n do records[i] = '{"value":' .. value .. '}' end
  wrk.body = '{"records":[' .. table.concat(records, ",") .. ']}'
elseif surface == "kinesis" then
  wrk.method = "PUT"
  for i = 1, n do records[i] = '{"data":' .. value .. ',"partition-key":"key-' .. i .. '"}' end
  wrk.body = '{"records":[' .. table.concat(records, ",") .. ']}'
elseif surface == "native" then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
  wrk.headers["X-Amz-Target"] = "Kinesis_20131202.PutRecords"
  for i = 1, n do records[i] = '{"Data":"' .. encoded .. '","PartitionKey":"key-' .. i .. '"}' end
  wrk.body = '{"StreamName":"bench","Records":[' .. table.concat(records, ",") .. ']}'
end

done = function(summary, latency)
  local seconds = summary.duration / 1e6
  io.write(string.format("RESULT %.0f %.0f %.2f %.2f %d\n",
    summary.requests / seconds, n * summary.requests / seconds, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
