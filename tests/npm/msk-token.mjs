// node msk-token.mjs <region> <key> <secret> [session token]:
// signs a token for MSK with AWS's own signer and prints what it gave as JSON.
import signer from 'aws-msk-iam-sasl-signer-js'

const [region, accessKeyId, secretAccessKey, sessionToken] = process.argv.slice(2)
const awsCredentialsProvider = async () => ({ accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined })
console.log(JSON.stringify(await signer.generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider })))
