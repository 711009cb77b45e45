// ControllerRevisions as StatefulSets and DaemonSets keep them.
export * from './data.ts'
export * from './history.ts'
