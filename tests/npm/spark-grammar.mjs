// Holds SQL to Spark's grammar, as dt-sql-parser has it. Reads a JSON array of {name, sql}; prints one {name, errors, calls} for each,
// where calls are the words that stand before a parenthesis.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const bundle = await build({
  stdin: { contents: "export { SparkSQL } from 'dt-sql-parser/dist/parser/spark/index.js';", resolveDir: import.meta.dirname },
  bundle: true, format: 'cjs', platform: 'node', write: false,
});
const loaded = { exports: {} };
new Function('module', 'exports', bundle.outputFiles[0].text)(loaded, loaded.exports);
const parser = new loaded.exports.SparkSQL();

const leaves = node => (node.children ? node.children.flatMap(leaves) : [node.getText()]);
const calls = sql => {
  const words = leaves(parser.parse(sql)).filter(word => word !== '');
  return words.filter((word, i) => words[i + 1] === '(' && /^\w+$/.test(word)).map(word => word.toLowerCase());
};

const statements = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(statements.map(({ name, sql }) => ({
  name,
  errors: parser.validate(sql).map(error => `${error.startLine}:${error.startColumn} ${error.message}`),
  calls: [...new Set(calls(sql))].sort(),
}))));
