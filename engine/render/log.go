package render

import (
	"log"
	"strings"
)

// logLines takes what kustomize logs during a build, such as vars that were never used.
type logLines struct {
	lines []string
}

// capture diverts the log until the function it returns is called.
func (l *logLines) capture() (restore func()) {
	writer, flags := log.Writer(), log.Flags()
	log.SetOutput(l)
	log.SetFlags(0)
	return func() {
		log.SetOutput(writer)
		log.SetFlags(flags)
	}
}

// Write takes one message, as package log promises.
func (l *logLines) Write(message []byte) (int, error) {
	l.lines = append(l.lines, strings.TrimSuffix(string(message), "\n"))
	return len(message), nil
}
