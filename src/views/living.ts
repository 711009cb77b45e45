// What a person sees before doing anything, in one chunk: the stage, the time below it, the overview and the invitation. Nothing here may need the words of `later`.
export { default as Inspector } from './inspector/Inspector.tsx'
export { default as Invitation } from './notices/Invitation.tsx'
export { Stage } from './stage/Stage.tsx'
export { default as Transport } from './transport/Transport.tsx'
