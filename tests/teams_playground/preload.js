// Loaded into Microsoft's client before its own code, which signs in at Entra and has no setting for another address: what it asks
// Entra goes to the emulator. Besides, it says "en-US" in each activity, whatever the language of the machine: here, LANGUAGE_TAG.
'use strict';

const https = require('https');
const http = require('http');

const ENTRA = new Set(['login.microsoftonline.com', 'login.botframework.com']);
const emulator = new URL(process.env.EMULATOR);

/** The options and the callback of a call to `request`, in whichever of its forms. */
function asked(first, second, third) {
  if (typeof first !== 'string' && !(first instanceof URL)) return [first, second];
  const { hostname, pathname, search } = new URL(first);
  const [options, answered] = typeof second === 'function' ? [{}, second] : [second, third];
  return [{ hostname, path: pathname + search, ...options }, answered];
}

const { request } = https;
https.request = (...what) => {
  const [options, answered] = asked(...what);
  if (!ENTRA.has(options.hostname ?? options.host)) return request.apply(https, what);
  const { hostname, port } = emulator;
  const headers = { ...options.headers, host: emulator.host };
  return http.request({ ...options, protocol: 'http:', host: hostname, hostname, port, headers, agent: undefined }, answered);
};
https.get = (...what) => https.request(...what).end();

// Of the same length, so that the announced one stays right.
const { write, end } = http.OutgoingMessage.prototype;
const said = (data) => {
  const isText = typeof data === 'string' || Buffer.isBuffer(data);
  return isText ? String(data).replaceAll('"locale":"en-US"', `"locale":"${process.env.LANGUAGE_TAG}"`) : data;
};
http.ClientRequest.prototype.write = function (data, ...more) {
  return write.call(this, said(data), ...more);
};
http.ClientRequest.prototype.end = function (data, ...more) {
  return end.call(this, said(data), ...more);
};
