// node summarize-results.mjs RESULTS_DIR ALLOWED_SKIPS_FILE EXIT_CODE_OF_THE_RUN REPORTS_EXPECTED
// Adds up the CTRF reports, shows what failed or was skipped and why, and prints `N passed, N failed, N skipped` last.
// With CI=true a skipped test fails the run unless a line of ALLOWED_SKIPS_FILE starts with its name.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [directory, allowedFile, runExitCode, reportsExpected] = process.argv.slice(2)
const allowed = readFileSync(allowedFile, 'utf8').split('\n').filter(line => line && !line.startsWith('#')).map(line => line.split(/\s+/)[0])

let passed = 0, failed = 0, skipped = 0, refused = 0
const reports = readdirSync(directory).filter(name => name.endsWith('.ctrf'))
if (reports.length < Number(reportsExpected)) {
  failed++
  console.log(`failed: ${reportsExpected} reports were due, and ${reports.length} are there: ${reports.join(', ')}`)
}
for (const file of reports) {
  const { results } = JSON.parse(readFileSync(join(directory, file), 'utf8'))
  for (const test of results.tests) {
    if (test.status === 'passed') passed++
    else if (test.status === 'skipped' || test.status === 'pending') {
      skipped++
      const excused = allowed.includes(`${test.extra.type}.${test.extra.method}`)
      if (!excused) refused++
      console.log(`skipped: ${test.name}: ${test.message ?? ''}${excused ? '' : ' (not on the list of allowed skips)'}`)
    } else {
      failed++
      console.log(`failed: ${test.name}`)
    }
  }
  for (const error of results.extra?.suites?.flatMap(suite => suite.errors) ?? []) {
    failed++
    console.log(`failed outside a test: ${JSON.stringify(error)}`)
  }
}

let ok = failed === 0 && passed > 0 && Number(runExitCode) === 0
if (process.env.CI === 'true' && refused > 0) {
  console.log(`${refused} skipped tests are not on the list in ${allowedFile}`)
  failed += refused
  ok = false
}
if (!ok && failed === 0) {
  console.log(`the run itself ended with ${runExitCode}`)
  failed = 1
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(ok ? 0 : 1)
