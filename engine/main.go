//go:build js && wasm

// Command engine offers Session.Handle to JavaScript as the global function gitopsAuthoringEngine,
// which takes and returns a Uint8Array (see package wire for its layout).
package main

import (
	"os"
	"syscall/js"

	"gitops-authoring/engine/render"
	"gitops-authoring/engine/session"
)

func main() {
	render.TuneMemory()
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
