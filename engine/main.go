//go:build js && wasm

// Command engine offers Session.Handle to JavaScript as the global function gitopsAuthoringEngine,
// which takes and returns a Uint8Array (see package wire for its layout).
package main

import (
	"os"
	"runtime/debug"
	"syscall/js"

	"gitops-authoring/engine/session"
)

// A render allocates much and keeps little: collecting rarely trades memory, which the host watches,
// for time. The limit makes the collector work harder before the host has to end the instance.
const (
	collectAtGrowth = 400
	memoryLimit     = 1 << 30
)

func main() {
	debug.SetGCPercent(collectAtGrowth)
	debug.SetMemoryLimit(memoryLimit)
	// kustomize prints deprecation warnings there; responses carry them instead.
	os.Stderr = nil

	held := session.New()
	bytesOf := js.Global().Get("Uint8Array")
	js.Global().Set("gitopsAuthoringEngine", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		frame := make([]byte, arguments[0].Get("byteLength").Int())
		js.CopyBytesToGo(frame, arguments[0])
		reply := held.Handle(frame)
		result := bytesOf.New(len(reply))
		js.CopyBytesToJS(result, reply)
		return result
	}))
	select {}
}
