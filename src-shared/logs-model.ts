// What the engine tells of a container's log. A log is a row of files, the oldest first; a place in it is a file and an
// offset in bytes, which stays true while more is written and while files are renamed.
import { z } from 'zod'

/** The file goes by its inode: rotation renames files, and each name comes to mean another one. */
export const logPlace = z.strictObject({
  file: z.string().regex(/^\d{1,20}$/, 'A file goes by its inode.'),
  /** Bytes. */
  offset: z.number().int().min(0),
})
export type LogPlace = z.infer<typeof logPlace>

export const logOutput = z.enum(['stdout', 'stderr'])
export type LogOutput = z.infer<typeof logOutput>

/** One line of output, or one part of a line that is longer than `longestLineBytes`. */
export const logLine = z.object({
  file: z.string(),
  /** Where its first record begins. */
  offset: z.number().int(),
  /** Milliseconds since 1970, with what is known below that as fraction; null for what bears no time. */
  time: z.number().nullable(),
  output: logOutput,
  /** What was written, control sequences and all; bytes that are not UTF-8 became U+FFFD. */
  text: z.string(),
  /** Its end has not been written yet, or stands in the next line of the same output. */
  goesOn: z.boolean(),
})
export type LogLine = z.infer<typeof logLine>

/** Lines that follow one another, in the order in which they began. */
export const logPage = z.object({
  lines: z.array(logLine),
  /** Where the page before it ends; null at the beginning of the log. */
  before: logPlace.nullable(),
  /** Where the page behind it begins; null for a log without any file. */
  after: logPlace.nullable(),
  /** There is nothing behind it now. */
  isEnd: z.boolean(),
  /** Bytes of the log before its first line. */
  position: z.number().int(),
  /** Bytes of the whole log. */
  size: z.number().int(),
})
export type LogPage = z.infer<typeof logPage>

/** Where a container's output is, or why it is not to be had. */
export const logSource = z.discriminatedUnion('isThere', [
  z.object({
    isThere: z.literal(true),
    /** The file that is written to, or was last. */
    path: z.string(),
    /** Bytes, over all its files. */
    size: z.number().int(),
    /** More may be written. */
    isLive: z.boolean(),
    /** What is missing from it, in one sentence; null when it is whole. */
    note: z.string().nullable(),
  }),
  z.object({ isThere: z.literal(false), reason: z.string() }),
])
export type LogSource = z.infer<typeof logSource>

/** A line in which something was found. */
export const logMatch = z.object({
  file: z.string(),
  offset: z.number().int(),
  time: z.number().nullable(),
  output: logOutput,
  /** Some of the line around what was found, without control sequences. */
  excerpt: z.string(),
  /** What was found first, within the excerpt. */
  start: z.number().int(),
  length: z.number().int(),
})
export type LogMatch = z.infer<typeof logMatch>

/**
 * What a viewer is not sent: it was too far behind, and the file has it; or, with nulls, the file was cleared before it was
 * read to its end, and nobody knows how much that was.
 */
export interface LogSkip {
  lines: number | null
  bytes: number | null
  /** Where it begins. */
  from: LogPlace
}

/** One frame of the `logFollow` stream, as JSON. A line that was told of without its end comes again when it goes on. */
export interface LogNews {
  lines: LogLine[]
  /** Before the lines. */
  skipped?: LogSkip
  /** Where to go on from. */
  after: LogPlace
  /** Bytes of the whole log. */
  size: number
}

/** One frame of the `logSearch` stream, as JSON. */
export interface LogFindings {
  /** Bytes of the log that have been searched, of how many. */
  searched: number
  size: number
  /** Lines in which something was found so far; more than are told of. */
  count: number
  /** Some of the log was cleared before it could be searched. */
  isCut: boolean
  /** Those that are new, in the order of the log. */
  matches: LogMatch[]
}

/** One frame of the `logSave` stream, as JSON. */
export interface LogSaving {
  /** Bytes of the log that have been dealt with, of how many. */
  done: number
  size: number
}

export const logLimits = {
  /** A longer line comes in parts: all of it can be read, and nobody has to hold it whole. */
  longestLineBytes: 16 * 1024,
  /** Of a page, and of what is read for one frame. */
  pageBytes: 64 * 1024,
  /** Matches that are told of; the count goes on. */
  mostMatches: 10_000,
  longestExcerpt: 300,
  longestPattern: 1000,
} as const
