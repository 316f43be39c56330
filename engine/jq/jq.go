// Package jq deletes from objects what a jq path expression names, as Argo CD does for
// `jqPathExpressions` of an Application's `ignoreDifferences` (argo-cd v3 util/argo/normalizers
// diff_normalizer.go): with gojq, as `del(<expression>)`, each run within a limit of time.
package jq

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/itchyny/gojq"
)

// limits are how long an expression may take for one object and for all objects of a call.
type limits struct{ one, all time.Duration }

// usualLimits has Argo CD's DefaultJQExecutionTimeout for one object.
var usualLimits = limits{one: time.Second, all: 5 * time.Second}

// Response tells how a deletion went; the objects follow it as a JSON list in the order of the
// request, null where the expression failed.
type Response struct {
	// Invalid is gojq's message about an expression that does not compile.
	Invalid string `json:"invalid,omitempty"`
	// Slow says which limit of time was passed ("1s for one object"). Then no object is changed: what fits into the limit
	// depends on the machine.
	Slow string `json:"slow,omitempty"`
	// Failures has gojq's message for each object, "" where all went well.
	Failures []string `json:"failures,omitempty"`
}

// Delete runs an expression on a JSON list of objects. It returns the list without what the
// expression names; nil when it is invalid or slow. An object in which it fails is null in the
// list, unless it only found nothing to iterate over: then there is nothing to delete.
func Delete(expression string, list []byte) (Response, []byte, error) {
	return deleteWithin(usualLimits, expression, list)
}

func deleteWithin(allowed limits, expression string, list []byte) (Response, []byte, error) {
	var objects []json.RawMessage
	if err := json.Unmarshal(list, &objects); err != nil {
		return Response{}, nil, fmt.Errorf("unreadable objects: %w", err)
	}
	code, err := compile(expression)
	if err != nil {
		return Response{Invalid: err.Error()}, nil, nil
	}
	left := allowed.all
	results := make([]json.RawMessage, len(objects))
	failures := make([]string, len(objects))
	for i, object := range objects {
		limit, slow := allowed.one, fmt.Sprintf("%v for one object", allowed.one)
		if left < limit {
			limit, slow = left, fmt.Sprintf("%v for all objects", allowed.all)
		}
		result, taken, err := run(code, object, limit)
		left -= taken
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return Response{Slow: slow}, nil, nil
		case err != nil && err.Error() == nothingToIterate:
			results[i] = object
		case err != nil:
			failures[i] = err.Error()
		default:
			results[i] = result
		}
	}
	encoded, err := json.Marshal(results)
	return Response{Failures: failures}, encoded, err
}

// nothingToIterate is what gojq says to `.spec.a[]` where there is no `a`.
const nothingToIterate = "cannot iterate over: null"

// compile gives the program no variables of the environment, no modules and no further input.
func compile(expression string) (*gojq.Code, error) {
	query, err := gojq.Parse("del(" + expression + ")")
	if err != nil {
		return nil, err
	}
	return gojq.Compile(query)
}

// run returns an object without what the program deletes, and how long gojq took for it. Reading and
// writing the object does not count: it takes longer than most programs, and is no fault of theirs.
func run(code *gojq.Code, object []byte, limit time.Duration) (json.RawMessage, time.Duration, error) {
	var value map[string]any
	if err := json.Unmarshal(object, &value); err != nil {
		return nil, 0, err
	}
	start := time.Now()
	result, err := onlyResult(code.RunWithContext(newDeadline(limit), value))
	taken := time.Since(start)
	if err != nil {
		return nil, taken, err
	}
	encoded, err := json.Marshal(result)
	return encoded, taken, err
}

// onlyResult returns the one object that a program has to give.
func onlyResult(results gojq.Iter) (map[string]any, error) {
	first, ok := results.Next()
	if !ok {
		return nil, errors.New("it gives no result")
	}
	if err, failed := first.(error); failed {
		return nil, err
	}
	second, more := results.Next()
	if err, failed := second.(error); failed && errors.Is(err, context.DeadlineExceeded) {
		return nil, err
	}
	if more {
		return nil, errors.New("it gives several results")
	}
	object, isObject := first.(map[string]any)
	if !isObject {
		return nil, errors.New("it leaves no object")
	}
	return object, nil
}
