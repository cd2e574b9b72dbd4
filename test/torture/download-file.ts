// Downloads a file in a process of its own, to be killed: `node download-file.mjs <port> <address> <md5> <folder>`.
import { download } from '../../stages/data/openml/download.js';
import { listen, networkTo } from '../stages/data/openml/openml-server.js';

const [port, address = '', md5 = '', folder = ''] = process.argv.slice(2);
const network = networkTo(Number(port), () => undefined);
await download({ address: new URL(address), md5 }, folder, network, listen().listener);
