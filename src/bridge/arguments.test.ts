import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.ts'

describe('the words of the command', () => {
  it('have defaults', () => {
    expect(readArguments([])).toEqual({
      port: 8001,
      nodes: 3,
      seed: 7,
      speed: 1,
      paused: false,
      timestamps: 'wall',
      profile: 'classroom',
      load: undefined,
    })
  })

  it('are read, with or without an equals sign', () => {
    const words = ['--port', '0', '--nodes=5', '--paused', '--speed', '0.5', '--timestamps=simulated', '--profile', 'slow registry']
    expect(readArguments(words)).toMatchObject({
      port: 0,
      nodes: 5,
      paused: true,
      speed: 0.5,
      timestamps: 'simulated',
      profile: 'slow registry',
    })
  })

  it.each([
    [['--colour', 'red'], 'what is --colour?'],
    [['8001'], 'what is 8001?'],
    [['--port'], 'what is --port?'],
    [['--port', 'x'], '--port is a whole number'],
    [['--speed', '0'], '--speed is 0.01 to 1000'],
    [['--profile', 'fast'], '--profile is one of classroom, instant, slow registry'],
    [['--timestamps', 'real'], '--timestamps is wall or simulated'],
  ])('%j is refused: %s', (words, message) => {
    expect(() => readArguments(words)).toThrow(message)
  })
})
