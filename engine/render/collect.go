package render

import (
	"runtime"
	"runtime/debug"
)

const (
	// collectAtGrowth lets the heap grow to five times what is alive: a small render then ends before
	// the collector has to run.
	collectAtGrowth = 400
	// comfortable is how much memory may be in use before the collector works harder, in bytes. The
	// memory of WebAssembly never shrinks, so growth is what has to be avoided.
	comfortable = 128 << 20
	// worthCollecting is how much must have been allocated since the last collection, in bytes.
	worthCollecting = 32 << 20
)

var allocatedAtCollection uint64

// TuneMemory sets the collector up for a process that only renders.
func TuneMemory() {
	debug.SetGCPercent(collectAtGrowth)
	debug.SetMemoryLimit(comfortable)
}

// Collect collects garbage when enough has been allocated, so that the next render does not have to.
func Collect() {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if memory.TotalAlloc-allocatedAtCollection < worthCollecting {
		return
	}
	runtime.GC()
	allocatedAtCollection = memory.TotalAlloc
	runtime.ReadMemStats(&memory)
	// A large overlay keeps more alive than is comfortable; half of the time would go into collecting.
	debug.SetMemoryLimit(max(comfortable, 2*int64(memory.HeapAlloc)))
}
