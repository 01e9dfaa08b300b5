// The operators of calibration, beside the few whose mutants measure the system's own tests.
package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// extended inserts the mutants of one node that need types.
func (p *mutator) extended(node ast.Node) {
	switch node := node.(type) {
	case *ast.IfStmt:
		p.always(node.Cond)
	case *ast.ForStmt:
		if node.Cond != nil {
			p.wrap("never taken", node.Cond, "the loop “"+p.shown(node.Cond)+"” is never entered", "Taken(%d, ")
		}
	case *ast.SwitchStmt:
		if node.Tag == nil {
			for _, clause := range node.Body.List {
				for _, condition := range clause.(*ast.CaseClause).List {
					p.always(condition)
				}
			}
		}
	case *ast.BinaryExpr:
		p.binary(node)
	case *ast.BasicLit:
		p.literal(node)
	case *ast.Ident:
		if p.isConstant(node) && (node.Name == "true" || node.Name == "false") && p.basic(node) == "bool" {
			p.wrap("constant", node, "“"+node.Name+"” is negated", "Not(%d, ")
		}
	case *ast.ReturnStmt:
		for _, result := range node.Results {
			p.returned(result)
		}
	case *ast.CallExpr:
		p.swapped(node)
		p.withoutCall(node)
	case *ast.KeyValueExpr:
		p.fieldLeftEmpty(node)
	}
}

var logging = regexp.MustCompile(`^(\w+\.)*(slog|log|[lL]og(ger)?)\.\w+$`)

// isLogging is true for a call that writes to the log, of which README claims nothing.
func (p *mutator) isLogging(node ast.Node) bool {
	if statement, ok := node.(*ast.ExprStmt); ok {
		node = statement.X
	}
	call, ok := node.(*ast.CallExpr)
	return ok && p.types != nil && logging.MatchString(p.text(call.Fun))
}

// always: the branch is always taken. What compares with nil is left alone: it guards the branch.
func (p *mutator) always(condition ast.Expr) {
	if !strings.Contains(p.text(condition), "nil") && !p.isConstant(condition) {
		p.wrap("always taken", condition, "the branch “"+p.shown(condition)+"” is always taken", "Always(%d, ")
	}
}

// binary: an operator is another one.
func (p *mutator) binary(node *ast.BinaryExpr) {
	if p.isConstant(node) || p.isNil(node.X) || p.isNil(node.Y) {
		return
	}
	shown := "“" + p.shown(node) + "”"
	switch node.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		p.wrap("negated", node, shown+" is negated", "Not(%d, ")
	case token.LAND, token.LOR:
		other := map[token.Token]string{token.LAND: "or", token.LOR: "and"}[node.Op]
		name := map[token.Token]string{token.LAND: "Both", token.LOR: "Either"}[node.Op]
		if id := p.mutant("logic", node.Pos(), shown+" is joined with "+other); id != 0 {
			p.insert(node.Pos(), fmt.Sprintf("%s.%s(%d, ", switchboard, name, id))
			p.replace(node.OpPos, len(node.Op.String()), ", func() bool { return (")
			p.close(node.End(), ") })")
		}
	case token.ADD, token.SUB, token.MUL, token.QUO, token.REM:
		p.arithmetic(node, shown)
	}
}

func (p *mutator) arithmetic(node *ast.BinaryExpr, shown string) {
	kind := p.typeOf(node)
	if kind == nil || !types.Identical(p.typeOf(node.X), p.typeOf(node.Y)) {
		return
	}
	if p.basic(node) == "string" {
		if !p.isConstant(node.Y) && (sqlText.MatchString(p.text(node)) || !sentence.MatchString(p.text(node))) {
			p.wrap("arithmetic", node.Y, shown+" leaves out what comes last", "Empty(%d, ")
		}
		return
	}
	if !p.isNumber(node) {
		return
	}
	names := map[token.Token]string{token.ADD: "Plus", token.SUB: "Minus", token.MUL: "Times", token.QUO: "Over", token.REM: "Rest"}
	if id := p.mutant("arithmetic", node.Pos(), shown+" computes with the opposite operator"); id != 0 {
		p.insert(node.Pos(), fmt.Sprintf("%s.%s(%d, ", switchboard, names[node.Op], id))
		p.replace(node.OpPos, len(node.Op.String()), ",")
		p.close(node.End(), ")")
	}
}

var (
	sqlText   = regexp.MustCompile(`(?i)\b(select|insert into|delete from|order by|where|limit|update \S+ set|inner join|left join|count\(|instr\(|like)\b`)
	sentence  = regexp.MustCompile("[\"`][^\"`]*\\w \\w*[^\"`]*[\"`]")
	loneWords = regexp.MustCompile(`^[^\s%]*$`)
)

// literal: a constant is another one. Sentences and formats are left alone: nobody prescribes words.
func (p *mutator) literal(node *ast.BasicLit) {
	switch kind := p.basic(node); {
	case node.Kind == token.INT && kind != "":
		p.wrap("constant", node, "“"+node.Value+"” is one more in “"+p.line(node)+"”", "Next["+kind+"](%d, ")
	case node.Kind == token.STRING && kind == "string":
		text, err := strconv.Unquote(node.Value)
		if err != nil {
			return
		}
		if sqlText.MatchString(text) {
			p.sql(node, text)
		} else if loneWords.MatchString(text) {
			other := ""
			if text == "" {
				other = "x"
			}
			p.wrap("text", node, p.shown(node)+" is "+strconv.Quote(other)+" in “"+p.line(node)+"”", "Text(%d, "+strconv.Quote(other)+", ")
		}
	}
}

// line is the source line that a node begins on.
func (p *mutator) line(node ast.Node) string {
	at := p.set.Position(node.Pos()).Offset
	from := strings.LastIndexByte(string(p.source[:at]), '\n') + 1
	text, _, _ := strings.Cut(string(p.source[from:]), "\n")
	return cut(strings.Join(strings.Fields(text), " "))
}

// sqlChanges are what may be wrong in an SQL statement: a piece of it and what stands there instead.
var sqlChanges = []struct {
	piece *regexp.Regexp
	other string
	what  string
}{
	{regexp.MustCompile(`(?i)\s+DESC\b`), " ASC", "sorts the other way round"},
	{regexp.MustCompile(`(?i)\s+ORDER BY .*?( LIMIT|\)|$)`), "$1", "does not sort"},
	{regexp.MustCompile(`(?i)\s+LIMIT \?`), " LIMIT ? + 1", "reads one row more"},
	{regexp.MustCompile(`(?i)\bOFFSET \?`), "OFFSET ? + 1", "begins one row later"},
	{regexp.MustCompile(`(?i)\s+AND\s+`), " OR ", "joins its conditions with OR"},
	{regexp.MustCompile(`(?i)\s+OR\s+`), " AND ", "joins its conditions with AND"},
	{regexp.MustCompile(`(?i)(\bWHERE\b.*?)(<>|!=)`), "${1}=", "selects what it should leave out"},
	{regexp.MustCompile(`(?i)(\bWHERE\b[^<>!]*?\s)= `), "${1}<> ", "selects every other row"},
	{regexp.MustCompile(`(?i)\s>\s`), " >= ", "is wrong where both are equal"},
	{regexp.MustCompile(`(?i)\s<\s`), " <= ", "is wrong where both are equal"},
	{regexp.MustCompile(`(?i)\s>=\s`), " > ", "is wrong where both are equal"},
	{regexp.MustCompile(`(?i)\s<=\s`), " < ", "is wrong where both are equal"},
	{regexp.MustCompile(`(?i)\bCOUNT\(\*\)`), "COUNT(*) + 1", "counts one too many"},
	{regexp.MustCompile(`(?i)\bSUM\(`), "MAX(", "takes the greatest instead of the sum"},
	{regexp.MustCompile(`(?i)\blower(_case)?\("?(\w+)"?\)`), `"$2"`, "does not fold the case"},
	{regexp.MustCompile(`(?i)\bLEFT JOIN\b`), "INNER JOIN", "leaves out rows without a partner"},
	{regexp.MustCompile(`(?i)\bSELECT DISTINCT\b`), "SELECT", "has rows twice"},
}

// sql: one piece of an SQL statement is wrong.
func (p *mutator) sql(node *ast.BasicLit, text string) {
	for _, change := range sqlChanges {
		at := change.piece.FindStringIndex(text)
		if at == nil {
			continue
		}
		other := text[:at[0]] + change.piece.ReplaceAllString(text[at[0]:at[1]], change.other) + text[at[1]:]
		if other != text {
			p.wrap("sql", node, p.shown(node)+" "+change.what, "Text(%d, "+strconv.Quote(other)+", ")
		}
	}
}

// returned: an error is lost, or a value is another one.
func (p *mutator) returned(result ast.Expr) {
	if p.isNil(result) {
		return
	}
	if isError(p.typeOf(result)) {
		p.wrap("return", result, "“return … "+p.shown(result)+"” returns no error", "Empty(%d, ")
		return
	}
	if _, isLiteral := result.(*ast.BasicLit); isLiteral || p.isConstant(result) {
		return
	}
	switch kind := p.basic(result); {
	case kind == "string":
		p.wrap("return", result, "“return … "+p.shown(result)+"” returns an empty text", "Empty(%d, ")
	case kind == "bool":
		p.wrap("return", result, "“return … "+p.shown(result)+"” returns the opposite", "Not(%d, ")
	case kind != "" && p.isNumber(result):
		p.wrap("return", result, "“return … "+p.shown(result)+"” returns one more", "Next(%d, ")
	}
}

// swapped: two neighbouring arguments of one type change places.
func (p *mutator) swapped(call *ast.CallExpr) {
	function := p.types.info.Types[call.Fun]
	if function.IsBuiltin() || function.IsType() {
		return
	}
	for i := 0; i+1 < len(call.Args); i++ {
		a, b := call.Args[i], call.Args[i+1]
		kind := p.typeOf(a)
		if !isName(a) || !isName(b) || kind == nil || !types.Identical(kind, p.typeOf(b)) || p.text(a) == p.text(b) {
			continue
		}
		if basic, ok := kind.(*types.Basic); ok && basic.Info()&types.IsUntyped != 0 {
			continue
		}
		what := fmt.Sprintf("“%s” and “%s” change places in “%s”", p.shown(a), p.shown(b), p.shown(call))
		if id := p.mutant("swapped", call.Pos(), what); id != 0 {
			for _, pair := range [][2]ast.Expr{{a, b}, {b, a}} {
				p.insert(pair[0].Pos(), fmt.Sprintf("%s.Other(%d, %s, ", switchboard, id, p.text(pair[1])))
				p.close(pair[0].End(), ")")
			}
		}
		i++
	}
}

func isName(expression ast.Expr) bool {
	switch expression := expression.(type) {
	case *ast.Ident:
		return expression.Name != "nil"
	case *ast.SelectorExpr:
		return isName(expression.X)
	}
	return false
}

// withoutCall: what a function or a method makes of a value is that value itself.
func (p *mutator) withoutCall(call *ast.CallExpr) {
	var value ast.Expr
	if len(call.Args) == 1 && !p.types.info.Types[call.Fun].IsType() {
		value = call.Args[0]
	} else if method, ok := call.Fun.(*ast.SelectorExpr); ok && len(call.Args) == 0 {
		value = method.X
	}
	if value == nil || !isName(value) && !isPlain(value) || p.isConstant(value) {
		return
	}
	kind := p.typeOf(call)
	if kind == nil || p.typeOf(value) == nil || !types.Identical(kind, p.typeOf(value)) || isError(kind) {
		return
	}
	switch kind.Underlying().(type) {
	case *types.Basic, *types.Struct, *types.Slice:
		p.wrap("call", call, "“"+p.shown(call)+"” is “"+p.shown(value)+"”", "Other(%d, "+p.text(value)+", ")
	}
}

// fieldLeftEmpty: a field of a composite value is not set.
func (p *mutator) fieldLeftEmpty(pair *ast.KeyValueExpr) {
	field, ok := pair.Key.(*ast.Ident)
	if !ok || p.typeOf(pair.Value) == nil || p.isConstant(pair.Value) || p.isNil(pair.Value) {
		return
	}
	if variable, ok := p.types.info.Uses[field].(*types.Var); !ok || !variable.IsField() {
		return
	}
	switch p.typeOf(pair.Value).Underlying().(type) {
	case *types.Basic, *types.Struct, *types.Pointer, *types.Slice:
		p.wrap("field", pair.Value, "“"+p.shown(pair)+"” is left empty", "Empty(%d, ")
	}
}

// wrap puts a call of the switchboard around an expression; `call` is its beginning.
func (p *mutator) wrap(kind string, node ast.Node, what, call string) {
	id := p.mutant(kind, node.Pos(), what)
	if id == 0 {
		return
	}
	p.insert(node.Pos(), switchboard+"."+fmt.Sprintf(call, id))
	p.close(node.End(), ")")
}

func (p *mutator) replace(at token.Pos, length int, text string) {
	p.insertions = append(p.insertions, insertion{p.set.Position(at).Offset, text, length, false})
}

func (p *mutator) close(at token.Pos, text string) {
	p.insertions = append(p.insertions, insertion{p.set.Position(at).Offset, text, 0, true})
}

// inOrder sorts insertions by their place; at one place what closes comes before what opens, and what
// was opened last is closed first.
func inOrder(insertions []insertion) []insertion {
	closing, opening := []insertion{}, []insertion{}
	for _, each := range insertions {
		if each.closes {
			closing = append(closing, each)
		} else {
			opening = append(opening, each)
		}
	}
	slices.Reverse(closing)
	sorted := append(closing, opening...)
	slices.SortStableFunc(sorted, func(a, b insertion) int { return a.offset - b.offset })
	return sorted
}
