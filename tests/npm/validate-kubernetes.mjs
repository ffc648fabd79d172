// node validate-kubernetes.mjs < DOCUMENTS: a JSON array of Kubernetes objects, each checked against the API's own schema
// (field names and value types). Prints one line for each that does not hold; ends with 1 when there is any.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
let text = ''
for await (const part of process.stdin) text += part

let faults = 0
for (const document of JSON.parse(text)) {
  const name = `${document.kind} ${document.metadata?.name}`
  try {
    const model = require(`kubernetes-models/${document.apiVersion}`)[document.kind]
    if (!model) throw new Error(`${document.apiVersion} has no ${document.kind}`)
    new model(document).validate()
  } catch (fault) {
    faults++
    console.log(`${name}: ${fault.message}`)
  }
}
process.exit(faults > 0 ? 1 : 0)
