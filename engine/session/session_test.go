package session

import (
	"reflect"
	"strings"
	"testing"

	"gitops-authoring/engine/jq"
	"gitops-authoring/engine/render"
	"gitops-authoring/engine/wire"
)

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: NAME\n"

func TestOnlyChangesAreSent(t *testing.T) {
	session := New()
	request := render.Request{Target: "/r"}
	first, text := call(t, session, Call{Operation: "render", Tree: "t", Request: request}, map[string]string{
		"/r/kustomization.yaml": "resources: [a.yaml]\n", "/r/a.yaml": named("one"),
	})
	if first.Error != nil || text != named("one") {
		t.Fatalf("%v, %q", first.Error, text)
	}
	_, text = call(t, session, Call{Operation: "render", Tree: "t", Request: request}, map[string]string{"/r/a.yaml": named("two")})
	if text != named("two") {
		t.Errorf("after a change: %q", text)
	}
	removed, _ := call(t, session, Call{Operation: "render", Tree: "t", Remove: []string{"/r/a.yaml"}, Request: request}, nil)
	if removed.Error == nil || !strings.Contains(removed.Error.Message, "lstat /r/a.yaml: no such file") {
		t.Errorf("after a removal: %v", removed.Error)
	}
}

func TestTreesAreSeparateAndForgotten(t *testing.T) {
	session := New()
	request := render.Request{Target: "/r"}
	files := map[string]string{"/r/kustomization.yaml": "resources: [a.yaml]\n", "/r/a.yaml": named("one")}
	call(t, session, Call{Operation: "files", Tree: "a"}, files)
	if reply, _ := call(t, session, Call{Operation: "render", Tree: "b", Request: request}, nil); reply.Error == nil {
		t.Error("tree b sees the files of tree a")
	}
	if _, text := call(t, session, Call{Operation: "render", Tree: "a", Request: request}, nil); text != named("one") {
		t.Errorf("tree a: %q", text)
	}
	call(t, session, Call{Operation: "forget", Tree: "a"}, nil)
	if reply, _ := call(t, session, Call{Operation: "render", Tree: "a", Request: request}, nil); reply.Error == nil {
		t.Error("a forgotten tree is empty")
	}
}

func TestUnreadableCallsAreAnswered(t *testing.T) {
	for _, frame := range [][]byte{nil, {1}, {255, 255, 255, 255}, {2, 0, 0, 0, '{', 'x'}} {
		var reply Reply
		if _, err := wire.Decode(New().Handle(frame), &reply); err != nil || reply.Error == nil {
			t.Errorf("%v: %v, %v", frame, err, reply.Error)
		}
	}
	reply, _ := call(t, New(), Call{Operation: "render", Set: []Content{{Path: "/a", Size: 99}}}, nil)
	if reply.Error == nil || reply.Error.Message != wire.ErrTruncated.Error() {
		t.Errorf("a content shorter than announced: %v", reply.Error)
	}
	if reply, _ := call(t, New(), Call{Operation: "dance"}, nil); reply.Error == nil {
		t.Error("an unknown operation is an error")
	}
}

func TestWarmUpRenders(t *testing.T) {
	if reply, _ := call(t, New(), Call{Operation: "warmUp"}, nil); !reflect.DeepEqual(reply, Reply{}) {
		t.Errorf("%+v", reply)
	}
	if reply, _ := call(t, New(), Call{Operation: "collect"}, nil); reply.Error != nil {
		t.Errorf("%+v", reply.Error)
	}
}

func TestPathsAreDeletedFromObjects(t *testing.T) {
	session := New()
	objects := map[string]string{"objects": `[{"a":1,"b":{"c":[{"d":2}]}},{"b":3}]`}
	reply, text := call(t, session, Call{Operation: "deletePaths", Expression: ".b.c[].d"}, objects)
	want := jq.Response{Failures: []string{"", `expected an object but got: number (3)`}}
	if reply.Error != nil || !reflect.DeepEqual(reply.Deletion, &want) || text != `[{"a":1,"b":{"c":[{}]}},null]` {
		t.Errorf("%+v, %+v, %s", reply.Error, reply.Deletion, text)
	}
	reply, text = call(t, session, Call{Operation: "deletePaths", Expression: ".b["}, objects)
	if reply.Error != nil || !strings.Contains(reply.Deletion.Invalid, "unexpected token") || text != "" {
		t.Errorf("%+v, %+v, %s", reply.Error, reply.Deletion, text)
	}
	if reply, _ := call(t, session, Call{Operation: "deletePaths", Expression: ".b"}, nil); reply.Error == nil {
		t.Error("no objects are an error")
	}
}

func named(name string) string {
	return strings.Replace(configMap, "NAME", name, 1)
}

func call(t *testing.T, session *Session, header Call, files map[string]string) (Reply, string) {
	t.Helper()
	var contents []byte
	for name, text := range files {
		header.Set = append(header.Set, Content{Path: name, Size: len(text)})
		contents = append(contents, text...)
	}
	frame, err := wire.Encode(header, contents)
	if err != nil {
		t.Fatal(err)
	}
	var reply Reply
	text, err := wire.Decode(session.Handle(frame), &reply)
	if err != nil {
		t.Fatal(err)
	}
	return reply, string(text)
}
