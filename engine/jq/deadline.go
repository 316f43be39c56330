package jq

import (
	"context"
	"time"
)

// stepsBetweenLooks is how many steps of a program go by between two looks at the clock.
const stepsBetweenLooks = 256

// deadline is a context whose time is looked at instead of waited for. WebAssembly has one thread, on
// which no timer fires while gojq runs; yet gojq asks Done before each of its steps.
type deadline struct {
	context.Context
	at     time.Time
	steps  int
	passed chan struct{}
	err    error
}

func newDeadline(limit time.Duration) *deadline {
	return &deadline{Context: context.Background(), at: time.Now().Add(limit), passed: make(chan struct{})}
}

// Done returns a channel that is closed once the time has passed.
func (d *deadline) Done() <-chan struct{} {
	if d.steps++; d.steps%stepsBetweenLooks == 0 && d.err == nil && time.Now().After(d.at) {
		d.err = context.DeadlineExceeded
		close(d.passed)
	}
	return d.passed
}

// Err tells whether the time has passed.
func (d *deadline) Err() error { return d.err }

// Deadline returns the time itself.
func (d *deadline) Deadline() (time.Time, bool) { return d.at, true }
