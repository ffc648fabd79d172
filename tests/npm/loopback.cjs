// Preload (node -r): the servers here listen on every interface by default; this keeps them on loopback.
const net = require('net')
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...args) {
  const [first] = args
  if (typeof first === 'number') {
    const callback = args.find(arg => typeof arg === 'function')
    args = callback ? [first, '127.0.0.1', callback] : [first, '127.0.0.1']
  } else if (first && typeof first === 'object' && !('path' in first) && !('fd' in first)) {
    args[0] = { ...first, host: '127.0.0.1' }
  }
  return listen.apply(this, args)
}
