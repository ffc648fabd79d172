// node chdb-query.mjs 'SELECT …': runs the query in ClickHouse, in process, and prints its answer as JSON lines.
// Delta tables are read with deltaLakeLocal('/absolute/path'), under the working directory.
import { query } from 'chdb'
process.stdout.write(query(process.argv[2], 'JSONEachRow'))
