// Golden vectors for the gob and net/rpc code of server/gorpc.
//
//	go run -mod=mod . write ../vectors   writes NAME.gob (one connection's bytes) and NAME.json (what they hold)
//	go run -mod=mod . verify <folder>   reads every NAME[.form].gob that C++ wrote, with Go's own types, and compares
//
// The JSON is made from the Go values by Go's rules of what is sent (walk.go), not from the bytes.
package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: gob write|verify <folder>")
	}
	switch os.Args[1] {
	case "write":
		write(os.Args[2])
	case "verify":
		verify(os.Args[2])
	default:
		fail("unknown command " + os.Args[1])
	}
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, text)
	os.Exit(1)
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func toJSON(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	check(encoder.Encode(value))
	return out.Bytes()
}

func walkAll(values []any) []byte {
	walked := []any{}
	for _, value := range values {
		walked = append(walked, walk(reflect.ValueOf(value)))
	}
	return toJSON(walked)
}

func write(folder string) {
	for name, values := range vectors() {
		var out bytes.Buffer
		encoder := gob.NewEncoder(&out)
		for _, value := range values {
			check(encoder.Encode(value))
		}
		check(os.WriteFile(filepath.Join(folder, name+".gob"), out.Bytes(), 0o644))
		check(os.WriteFile(filepath.Join(folder, name+".json"), walkAll(values), 0o644))
	}
	writeConversations(folder)
}

func verify(folder string) {
	files, err := filepath.Glob(filepath.Join(folder, "*.gob"))
	check(err)
	known := vectors()
	seen := map[string]bool{}
	for _, file := range files {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		values, ok := known[name]
		if !ok {
			fail("no such vector: " + file)
		}
		seen[name] = true
		bytesRead, err := os.ReadFile(file)
		check(err)
		decoder := gob.NewDecoder(bytes.NewReader(bytesRead))
		decoded := []any{}
		for i, value := range values {
			target := reflect.New(reflect.Indirect(reflect.ValueOf(value)).Type())
			if err := decoder.Decode(target.Interface()); err != nil {
				fail(fmt.Sprintf("%s, value %d: %v", file, i, err))
			}
			decoded = append(decoded, target.Interface())
		}
		if got, want := walkAll(decoded), walkAll(values); !bytes.Equal(got, want) {
			fail(fmt.Sprintf("%s differs:\n got %s\nwant %s", file, got, want))
		}
	}
	for name := range known {
		if !seen[name] {
			fail("missing: " + name)
		}
	}
	fmt.Printf("%d files verified\n", len(files))
}
