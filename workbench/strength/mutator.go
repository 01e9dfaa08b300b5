// Inserts switchable mutants into a Go module: one compile holds them all, a setting picks one.
//
// Usage: mutator BACKEND MODULE PACKAGE EXPORTS [FILE:LINE …]; rewrites BACKEND/internal in place,
// without moving a line, so that every mutant calls MODULE/internal/PACKAGE; skips the named lines, and
// prints the mutants, and the tests that cannot fail, as JSON. Where EXPORTS is not empty, it is a list
// of export data (see typing.go), and the operators that need types are used too.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var switchboard string

// Mutant is one change that can be switched on.
type Mutant struct {
	ID   int    `json:"id"`
	Kind string `json:"kind"`
	File string `json:"file"`
	Line int    `json:"line"`
	What string `json:"what"`
	// Function is what the mutant is in: a function's name, or empty.
	Function string `json:"function"`
}

// Test is a test function that cannot fail.
type Test struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Name string `json:"name"`
}

// Report is what the mutator prints.
type Report struct {
	Mutants     []Mutant `json:"mutants"`
	HollowTests []Test   `json:"hollow_tests"`
}

type insertion struct {
	offset int
	text   string
	// removed is how many bytes of the source the text replaces.
	removed int
	closes  bool
}

type mutator struct {
	backend, path string
	function      *ast.FuncDecl
	types         *typedFiles
	skipped       []string
	source        []byte
	set           *token.FileSet
	insertions    []insertion
	report        *Report
}

// An SQL statement that selects rows and ends with its condition.
var rowsByCondition = regexp.MustCompile(`(?is)^\s*(update|delete|select)\b.*\bwhere\b.*=\s*(\?|\$\d+)\s*$`)

func main() {
	backend, module, exports, skipped := os.Args[1], os.Args[2], os.Args[4], os.Args[5:]
	switchboard = os.Args[3]
	report := &Report{Mutants: []Mutant{}, HollowTests: []Test{}}
	var known *typedFiles
	var err error
	if exports != "" {
		known, err = typed(backend, module, exports)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	err = filepath.WalkDir(backend, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		relative, _ := filepath.Rel(backend, path)
		if strings.HasPrefix(filepath.ToSlash(relative), "tests/contract/") {
			return nil // derived from the plan, not the system's own
		}
		return visit(backend, path, filepath.ToSlash(relative), module, skipped, known, report)
	})
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(report)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func visit(backend, path, relative, module string, skipped []string, known *typedFiles, report *Report) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	p := &mutator{backend: backend, path: relative, skipped: skipped, source: source, set: token.NewFileSet(), types: known, report: report}
	file, err := parser.ParseFile(p.set, path, source, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if strings.HasSuffix(relative, "_test.go") {
		p.hollowTests(file)
		return nil
	}
	if !strings.HasPrefix(relative, "internal/") || file.Name.Name == "main" || ast.IsGenerated(file) {
		return nil
	}
	if known != nil {
		p.set, file = known.set, known.files[path]
	}
	ast.Inspect(file, p.node)
	if len(p.insertions) == 0 {
		return nil
	}
	p.insert(file.Name.End(), fmt.Sprintf("; import %s %q", switchboard, module+"/internal/"+switchboard))
	return os.WriteFile(path, p.rewritten(), 0o644)
}

// hollowTests finds test functions that never pass on t and never call a method that reports a failure.
func (p *mutator) hollowTests(file *ast.File) {
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || function.Recv != nil || !strings.HasPrefix(function.Name.Name, "Test") {
			continue
		}
		parameters := function.Type.Params.List
		if function.Name.Name == "TestMain" || len(parameters) != 1 || len(parameters[0].Names) != 1 {
			continue
		}
		if !canFail(function.Body, parameters[0].Names[0].Name) {
			p.report.HollowTests = append(p.report.HollowTests, Test{
				p.path, p.set.Position(function.Pos()).Line, function.Name.Name,
			})
		}
	}
}

// canFail is true when t is passed to a function, or one of its failing methods is called.
func canFail(body ast.Node, t string) bool {
	can := false
	ast.Inspect(body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		for _, argument := range call.Args {
			if name, ok := argument.(*ast.Ident); ok && name.Name == t {
				can = true
			}
		}
		if method, ok := call.Fun.(*ast.SelectorExpr); ok {
			failing := []string{"Error", "Errorf", "Fatal", "Fatalf", "Fail", "FailNow"}
			can = can || slices.Contains(failing, method.Sel.Name)
		}
		return true
	})
	return can
}

func (p *mutator) node(node ast.Node) bool {
	if function, ok := node.(*ast.FuncDecl); ok {
		p.function = function
	}
	if node != nil && p.isLogging(node) {
		return false
	}
	if p.types != nil && node != nil {
		p.extended(node)
	}
	switch node := node.(type) {
	case *ast.GenDecl:
		return node.Tok == token.VAR // constants and types cannot contain calls
	case *ast.FuncDecl:
		if node.Body == nil || node.Name.Name == "init" {
			return false
		}
		p.emptied(node)
	case *ast.BlockStmt:
		p.statements(node.List)
	case *ast.CaseClause:
		p.statements(node.Body)
	case *ast.IfStmt:
		p.branch(node.Cond)
	case *ast.SwitchStmt:
		if node.Tag == nil {
			for _, clause := range node.Body.List {
				for _, condition := range clause.(*ast.CaseClause).List {
					p.branch(condition)
				}
			}
		}
	case *ast.BinaryExpr:
		p.edge(node)
	case *ast.BasicLit:
		p.condition(node)
	case *ast.CallExpr:
		for _, argument := range node.Args {
			p.status(argument)
		}
	case *ast.ReturnStmt:
		for _, result := range node.Results {
			p.status(result)
		}
	}
	return true
}

// emptied: the function does nothing and answers zero values.
func (p *mutator) emptied(function *ast.FuncDecl) {
	if len(function.Body.List) == 0 {
		return
	}
	id := p.mutant("emptied", function.Pos(), function.Name.Name+" does nothing")
	if id == 0 {
		return
	}
	results := function.Type.Results
	text := "return"
	if results != nil && len(results.List) > 0 && len(results.List[0].Names) == 0 {
		declared, names := "", []string{}
		for i, result := range results.List {
			name := "zero" + strconv.Itoa(i)
			declared += "var " + name + " " + p.text(result.Type) + "; "
			names = append(names, name)
		}
		text = declared + "return " + strings.Join(names, ", ")
	}
	p.insert(function.Body.Lbrace+1, fmt.Sprintf(" if %s.On(%d) { %s }; ", switchboard, id, text))
}

// statements: a statement that has an effect is left out.
func (p *mutator) statements(list []ast.Stmt) {
	for _, statement := range list {
		if !isEffect(statement) || p.isLogging(statement) {
			continue
		}
		id := p.mutant("left out", statement.Pos(), p.shown(statement)+" is left out")
		p.environment(id, statement, fmt.Sprintf("if !%s.On(%d) { ", switchboard, id), " }")
	}
}

func isEffect(statement ast.Stmt) bool {
	switch statement := statement.(type) {
	case *ast.IncDecStmt:
		return true
	case *ast.AssignStmt:
		if statement.Tok == token.DEFINE {
			return false
		}
		for _, target := range statement.Lhs {
			if name, ok := target.(*ast.Ident); !ok || name.Name != "_" {
				return true
			}
		}
		return false
	case *ast.ExprStmt:
		call, ok := statement.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		name, _ := call.Fun.(*ast.Ident)
		return name == nil || name.Name != "panic"
	}
	return false
}

// branch: the branch is never taken.
func (p *mutator) branch(condition ast.Expr) {
	id := p.mutant("never taken", condition.Pos(), "the branch “"+p.shown(condition)+"” is never taken")
	p.environment(id, condition, fmt.Sprintf("%s.Taken(%d, ", switchboard, id), ")")
}

// edge: a comparison is wrong where both sides are equal.
func (p *mutator) edge(comparison *ast.BinaryExpr) {
	ordered := []token.Token{token.LSS, token.LEQ, token.GTR, token.GEQ}
	if !slices.Contains(ordered, comparison.Op) || !isPlain(comparison.X) || !isPlain(comparison.Y) {
		return
	}
	id := p.mutant("edge", comparison.Pos(), "“"+p.shown(comparison)+"” is wrong where both are equal")
	equal := p.text(comparison.X) + " == " + p.text(comparison.Y)
	p.environment(id, comparison, fmt.Sprintf("%s.Edge(%d, %s, ", switchboard, id, equal), ")")
}

// isPlain is true for an expression that can be evaluated twice without an effect.
func isPlain(expression ast.Expr) bool {
	plain := true
	ast.Inspect(expression, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			name, _ := call.Fun.(*ast.Ident)
			plain = plain && name != nil && slices.Contains([]string{"len", "int", "int64"}, name.Name)
		}
		return plain
	})
	return plain
}

// condition: an SQL statement selects every row.
func (p *mutator) condition(literal *ast.BasicLit) {
	text, err := strconv.Unquote(literal.Value)
	if literal.Kind != token.STRING || err != nil || !rowsByCondition.MatchString(text) {
		return
	}
	id := p.mutant("every row", literal.Pos(), p.shown(literal)+" selects every row")
	p.environment(id, literal, fmt.Sprintf("%s.EveryRow(%d, ", switchboard, id), ")")
}

// status: the response has another HTTP status.
func (p *mutator) status(expression ast.Expr) {
	selector, ok := expression.(*ast.SelectorExpr)
	if !ok || !strings.HasPrefix(selector.Sel.Name, "Status") || selector.Sel.Name == "StatusText" {
		return
	}
	if name, ok := selector.X.(*ast.Ident); !ok || name.Name != "http" {
		return
	}
	id := p.mutant("status", selector.Pos(), p.shown(selector)+" becomes another status")
	p.environment(id, selector, fmt.Sprintf("%s.Status(%d, ", switchboard, id), ")")
}

// mutant records a mutant and returns its number; 0 on a line that is skipped.
func (p *mutator) mutant(kind string, at token.Pos, what string) int {
	id := len(p.report.Mutants) + 1
	line := p.set.Position(at).Line
	if slices.Contains(p.skipped, fmt.Sprintf("%s:%d", p.path, line)) {
		return 0
	}
	p.report.Mutants = append(p.report.Mutants, Mutant{id, kind, p.path, line, what, p.functionAt(at)})
	return id
}

// functionAt is the name of the function around a place; empty outside functions.
func (p *mutator) functionAt(at token.Pos) string {
	if p.function == nil || at > p.function.End() {
		return ""
	}
	return p.function.Name.Name
}

func (p *mutator) environment(id int, node ast.Node, before, after string) {
	if id != 0 {
		p.insert(node.Pos(), before)
		p.close(node.End(), after)
	}
}

func (p *mutator) insert(at token.Pos, text string) {
	p.insertions = append(p.insertions, insertion{p.set.Position(at).Offset, text, 0, false})
}

func (p *mutator) text(node ast.Node) string {
	from, to := p.set.Position(node.Pos()).Offset, p.set.Position(node.End()).Offset
	return string(p.source[from:to])
}

// shown is the text on one line, cut where it is long.
func (p *mutator) shown(node ast.Node) string {
	return cut(strings.Join(strings.Fields(p.text(node)), " "))
}

func cut(text string) string {
	if runes := []rune(text); len(runes) > 80 {
		return string(runes[:79]) + "…"
	}
	return text
}

func (p *mutator) rewritten() []byte {
	var out bytes.Buffer
	last := 0
	for _, next := range inOrder(p.insertions) {
		out.Write(p.source[last:next.offset])
		out.WriteString(next.text)
		last = next.offset + next.removed
	}
	out.Write(p.source[last:])
	return out.Bytes()
}
