// Command goyaml says what the YAML readers of Kubernetes make of documents. It reads JSON strings from standard
// input, one document on each line, and writes one JSON object for each: the verdict of kubectl and the API server
// (sigs.k8s.io/yaml, duplicate keys refused) and that of kustomize for a resource file (kyaml).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/yaml"
)

// verdict is what one reader says: the value as JSON, or the error and its line (one-based, 0 when it names none).
type verdict struct {
	Value json.RawMessage `json:"value,omitempty"`
	Error string          `json:"error,omitempty"`
	Line  int             `json:"line,omitempty"`
}

type answer struct {
	Kubectl   verdict `json:"kubectl"`
	Kustomize verdict `json:"kustomize"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	decoder := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	output := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(output)
	for decoder.More() {
		var text string
		if err := decoder.Decode(&text); err != nil {
			return err
		}
		if err := encoder.Encode(ask(text)); err != nil {
			return err
		}
	}
	return output.Flush()
}

// ask leaves kustomize out where an anchor contains itself: there it recurses until its stack overflows.
func ask(text string) answer {
	first := judge(text, kubectl)
	if strings.Contains(first.Error, "contains itself") {
		return answer{Kubectl: first, Kustomize: first}
	}
	return answer{Kubectl: first, Kustomize: judge(text, kustomize)}
}

// kubectl reads as apimachinery's serializer does with strict field validation.
func kubectl(text string) ([]byte, error) {
	return yaml.YAMLToJSONStrict([]byte(text))
}

// kustomize reads as its resource factory does and turns every resource into JSON, as each build does at its end.
func kustomize(text string) ([]byte, error) {
	reader := kio.ByteReader{
		Reader: bytes.NewBufferString(text), OmitReaderAnnotations: true, DisableUnwrapping: true, AnchorsAweigh: true,
	}
	nodes, err := reader.Read()
	if err != nil {
		return nil, err
	}
	if len(nodes) == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(nodes[0])
}

var lineNumber = regexp.MustCompile(`line (\d+)`)

// judge also reports a reader that panics, because a build that panics is a build that fails.
func judge(text string, read func(string) ([]byte, error)) (result verdict) {
	defer func() {
		if cause := recover(); cause != nil {
			result = verdict{Error: fmt.Sprint("panic: ", cause)}
		}
	}()
	value, err := read(text)
	if err == nil {
		return verdict{Value: value}
	}
	result = verdict{Error: err.Error()}
	if match := lineNumber.FindStringSubmatch(err.Error()); match != nil {
		result.Line, _ = strconv.Atoi(match[1])
	}
	return result
}
