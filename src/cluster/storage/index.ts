// Storage: claims, volumes, disks and where they are attached.
export * from './attachments.ts'
export * from './claims.ts'
export * from './disks.ts'
export * from './matching.ts'
