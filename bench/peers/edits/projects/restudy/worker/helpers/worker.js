// Runs in a thread of its own; nobody imports it.
import { parentPort, workerData } from 'node:worker_threads';

parentPort.postMessage(workerData.map((number) => number + 0));
