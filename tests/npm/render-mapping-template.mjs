// Renders an API Gateway mapping template with velocityjs.
//   node render-mapping-template.mjs TEMPLATE '{"params":{…},"body":"…"}'
// $input and $util are stand-ins for what API Gateway documents of them; Velocity itself is velocityjs', not Java's.
import { readFileSync } from 'node:fs'
import velocity from 'velocityjs'

const [template, request] = process.argv.slice(2)
const { params, body } = JSON.parse(request)
const document = body ? JSON.parse(body) : {}

/** The value at a path of names and numbers: `$`, `$.Data`, `$.records[3].data`. */
function at(path) {
  if (!/^\$(\.[A-Za-z]+|\[\d+\])*$/.test(path)) throw new Error(`This stand-in does not know the path ${path}`)
  return [...path.matchAll(/\.([A-Za-z]+)|\[(\d+)\]/g)].reduce((value, [, name, index]) => value?.[name ?? index], document)
}

// Templates call Java's: its first argument is a regular expression.
String.prototype.replaceAll = function (pattern, replacement) {
  return this.replace(new RegExp(pattern, 'g'), replacement)
}

/** API Gateway's functions take strings; with anything else Velocity finds no such method. */
function text(value) {
  if (typeof value !== 'string') throw new Error(`a string was expected, not ${JSON.stringify(value)}`)
  return value
}

const escapes = { '"': '\\"', "'": "\\'", '\\': '\\\\', '/': '\\/', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const context = {
  input: {
    params: name => params[name] ?? '',
    path: at,
    json: path => JSON.stringify(at(path)) ?? '',
  },
  util: {
    base64Encode: value => Buffer.from(text(value), 'utf8').toString('base64'),
    escapeJavaScript: value => text(value).replace(/["'\\/]|[^ -~]/g, c => escapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  },
}

process.stdout.write(velocity.render(readFileSync(template, 'utf8'), context, {}, { escape: false }))
