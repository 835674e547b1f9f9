// @y/websocket-server as its own server.js runs it, on a free port. YPERSISTENCE names its leveldb folder.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { setupWSConnection } from '@y/websocket-server/utils';
import { answerUsage } from './usage.mjs';

const sockets = new WebSocketServer({ noServer: true });
sockets.on('connection', setupWSConnection);
const http = createServer();
http.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
});
http.listen(0, '127.0.0.1', () => answerUsage(`http://127.0.0.1:${http.address().port}`));
