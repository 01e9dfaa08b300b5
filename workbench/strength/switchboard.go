// Package switchboard switches one mutant on, and logs which mutants are reached.
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
	reachLog  = strings.TrimRight(settings[len("MARKER"):][10:], " ")
	reached   sync.Map
	writing   sync.Mutex
)

// On is true for the mutant that is switched on.
func On(id int) bool {
	if reachLog != "" {
		if _, known := reached.LoadOrStore(id, true); !known {
			log(id)
		}
	}
	return id == active
}

// Taken is a branch's condition; with the mutant on, it never holds.
func Taken[B ~bool](id int, holds B) B {
	return holds && !B(On(id))
}

// Edge is a comparison; with the mutant on, it is wrong where both operands are equal.
func Edge(id int, equal, holds bool) bool {
	return holds != (equal && On(id))
}

// EveryRow is an SQL statement; with the mutant on, its condition always holds.
func EveryRow(id int, statement string) string {
	if On(id) {
		return statement + " OR 1 = 1"
	}
	return statement
}

// Status is an HTTP status; with the mutant on, it is one that no client expects.
func Status(id, status int) int {
	if On(id) {
		return 418
	}
	return status
}

// The number is written at once, so that it is in the log even if the server is killed.
func log(id int) {
	writing.Lock()
	defer writing.Unlock()
	file, err := os.OpenFile(reachLog, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	fmt.Fprintln(file, id)
}
