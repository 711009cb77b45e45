// The entry of the worker that reads pasted text: one answer for each task, in order; at first a word that it is there, since until then no time counts.
import { perform, type Task } from './reading.ts'

addEventListener('message', (e: MessageEvent<Task>) => postMessage({ answer: perform(e.data) }))
postMessage('ready')
