package jq

import (
	"strings"
	"testing"
	"time"
)

const deployment = `{"kind":"Deployment","spec":{"replicas":2,"template":{"spec":{"containers":[` +
	`{"image":"shop:1","name":"shop"},{"image":"proxy:1","name":"istio-proxy"}]}}}}`

func TestWhatAnExpressionNamesIsDeleted(t *testing.T) {
	cases := []struct{ expression, want string }{
		{`.spec.template.spec.containers[] | select(.name == "istio-proxy")`,
			`{"kind":"Deployment","spec":{"replicas":2,"template":{"spec":{"containers":[{"image":"shop:1","name":"shop"}]}}}}`},
		{`.spec.template, .spec.absent.deep`, `{"kind":"Deployment","spec":{"replicas":2}}`},
		{`.spec.template.spec.containers[].image`,
			`{"kind":"Deployment","spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"shop"},{"name":"istio-proxy"}]}}}}`},
		{`select(.kind == "Service") | .spec`, deployment},
		{`.. | select(type == "array")`, `{"kind":"Deployment","spec":{"replicas":2,"template":{"spec":{}}}}`},
		{`empty`, deployment},
		{`.spec.absent[].image`, deployment},
	}
	for _, each := range cases {
		response, list := remove(t, each.expression, deployment)
		if response.Invalid != "" || response.Slow != "" || list != "["+each.want+"]" {
			t.Errorf("%s: %+v\n%s", each.expression, response, list)
		}
	}
}

func TestInvalidExpressionsAreNotRun(t *testing.T) {
	cases := map[string]string{
		".spec[":           "unexpected token",
		".spec | nothing":  "function not defined: nothing/0",
		".spec | $x":       "variable not defined: $x",
		"input":            "input(s)/0 is not allowed",
		`import "a" as a;`: "unexpected token",
		"":                 "unexpected token",
	}
	for expression, want := range cases {
		response, list := remove(t, expression, deployment)
		if !strings.Contains(response.Invalid, want) || list != "" {
			t.Errorf("%s: %+v, %q", expression, response, list)
		}
	}
	if response, list := remove(t, ".spec"); response.Invalid != "" || list != "[]" {
		t.Errorf("valid, with no object: %+v, %q", response, list)
	}
}

func TestAFailureConcernsOneObject(t *testing.T) {
	const other = `{"kind":"Other"}`
	cases := []struct{ expression, want string }{
		{`1`, "invalid path against: number (1)"},
		{`.spec.replicas[]`, "cannot iterate over: number (2)"},
		{`error("no")`, "error: no"},
		{`halt`, "halt"},
		{`.`, "it leaves no object"},
		{`.spec) | (1, 2`, "it gives several results"},
		{`.spec) | empty | (.`, "it gives no result"},
		{`.spec) | {a: nan} | (.`, "unsupported value: NaN"},
	}
	for _, each := range cases {
		response, list := remove(t, each.expression, deployment)
		if len(response.Failures) != 1 || !strings.Contains(response.Failures[0], each.want) || list != "[null]" {
			t.Errorf("%s: %+v, %s", each.expression, response, list)
		}
	}
	response, list := remove(t, `.spec.replicas[]`, deployment, other)
	if response.Failures[1] != "" || list != "[null,"+other+"]" {
		t.Errorf("the object after a failure: %+v, %s", response, list)
	}
}

func TestEndlessExpressionsAreStopped(t *testing.T) {
	for _, expression := range []string{"def f: f; f", "first(range(1e12) | select(. < 0))", "[range(1e12)] | .spec", "def f: 1 + f; f", ".) | ., (def f: f; f"} {
		allowed := limits{one: 50 * time.Millisecond, all: time.Hour}
		response, list, err := deleteWithin(allowed, expression, []byte("["+deployment+"]"))
		if err != nil || response.Slow != "50ms for one object" || list != nil {
			t.Errorf("%s: %+v, %s, %v", expression, response, list, err)
		}
	}
}

func TestAllObjectsShareALimit(t *testing.T) {
	allowed := limits{one: time.Hour, all: time.Millisecond}
	response, list, err := deleteWithin(allowed, "def f: f; f", []byte("["+deployment+"]"))
	if err != nil || response.Slow != "1ms for all objects" || list != nil {
		t.Errorf("%+v, %s, %v", response, list, err)
	}
}

func TestUnreadableObjectsAreAnError(t *testing.T) {
	if _, _, err := Delete(".", []byte("{")); err == nil {
		t.Error("no error")
	}
}

func remove(t *testing.T, expression string, objects ...string) (Response, string) {
	t.Helper()
	response, list, err := Delete(expression, []byte("["+strings.Join(objects, ",")+"]"))
	if err != nil {
		t.Fatal(err)
	}
	return response, string(list)
}
