// Package switchboard switches one fault on, and notes which were reached.
package switchboard

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
)

// settings has a fixed place in the binary: behind the marker ten digits, then the name of a file.
var settings = "MARKER" + "0000000000" +
	"                                                                                " +
	"                                                                                " +
	"                                                                                "

var (
	active, _ = strconv.Atoi(settings[len("MARKER"):][:10])
	notebook  = strings.TrimRight(settings[len("MARKER"):][10:], " ")
	reached   sync.Map
	writing   sync.Mutex
)
// On is true for the fault that is switched on.
func On(id int) bool {
	if notebook != "" {
		if _, known := reached.LoadOrStore(id, true); !known {
			note(id)
		}
	}
	return id == active
}

// Taken is a branch's condition; with the fault on it never holds.
func Taken[B ~bool](id int, holds B) B {
	return holds && !B(On(id))
}

// Edge is a comparison; with the fault on it is wrong where both sides are equal.
func Edge(id int, equal, holds bool) bool {
	return holds != (equal && On(id))
}

// EveryRow is a statement of SQL; with the fault on its condition always holds.
func EveryRow(id int, statement string) string {
	if On(id) {
		return statement + " OR 1 = 1"
	}
	return statement
}

// Status is an HTTP status; with the fault on it is one that nobody expects.
func Status(id, status int) int {
	if On(id) {
		return 418
	}
	return status
}

// Written at once: a server that is killed leaves its notes.
func note(id int) {
	writing.Lock()
	defer writing.Unlock()
	file, err := os.OpenFile(notebook, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	fmt.Fprintln(file, id)
}
