// The floor: a `ws` server that passes every frame on to the others of its path and looks at none.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answerUsage } from './usage.mjs';

const rooms = new Map();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const http = createServer();
http.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (client) => {
    const room = rooms.get(request.url) ?? new Set();
    rooms.set(request.url, room.add(client));
    client.on('message', (data) => {
      for (const other of room) if (other !== client) other.send(data, { binary: true });
    });
    client.on('error', () => undefined);
    client.on('close', () => {
      room.delete(client);
      if (room.size === 0) rooms.delete(request.url);
    });
  });
});
http.listen(0, '127.0.0.1', () => answerUsage(`http://127.0.0.1:${http.address().port}`));
