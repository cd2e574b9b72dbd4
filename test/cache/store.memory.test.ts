import { memoryStore } from '../../cache/memory-store.js';
import { describeStore } from './store-contract.js';

describeStore('in memory', memoryStore);
