// The types of the backend's expressions, so that a mutant that needs them compiles.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// typedFiles are the parsed files of a module with the types of their expressions.
type typedFiles struct {
	set   *token.FileSet
	files map[string]*ast.File
	info  *types.Info
}

// typed parses and checks every package below backend/internal. `exports` names a file whose lines
// are an import path, a tab and the file of the package's export data, as `go list -export` has them.
func typed(backend, module, exports string) (*typedFiles, error) {
	paths, err := readExports(exports)
	if err != nil {
		return nil, err
	}
	t := &typedFiles{token.NewFileSet(), map[string]*ast.File{}, &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
	}}
	open := func(path string) (io.ReadCloser, error) {
		if file, ok := paths[path]; ok {
			return os.Open(file)
		}
		return nil, fmt.Errorf("no export data of %s", path)
	}
	packages := map[string][]*ast.File{}
	err = filepath.WalkDir(filepath.Join(backend, "internal"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(t.set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		t.files[path] = file
		packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], file)
		return nil
	})
	if err != nil {
		return nil, err
	}
	folders := make([]string, 0, len(packages))
	for folder := range packages {
		folders = append(folders, folder)
	}
	sort.Strings(folders)
	// What cannot be checked has no type, and gets no mutant that needs one.
	config := types.Config{Importer: importer.ForCompiler(t.set, "gc", open), Error: func(error) {}}
	for _, folder := range folders {
		relative, _ := filepath.Rel(backend, folder)
		_, _ = config.Check(module+"/"+filepath.ToSlash(relative), t.set, packages[folder], t.info)
	}
	return t, nil
}

func readExports(name string) (map[string]string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	paths := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if path, export, ok := strings.Cut(lines.Text(), "\t"); ok && export != "" {
			paths[path] = export
		}
	}
	return paths, nil
}

// basic is the name of an expression's type where that is a predeclared one; empty otherwise.
func (p *mutator) basic(expression ast.Expr) string {
	kind, ok := p.typeOf(expression).(*types.Basic)
	if !ok || kind.Info()&types.IsUntyped != 0 || kind.Kind() == types.Invalid {
		return ""
	}
	return kind.Name()
}

func (p *mutator) typeOf(expression ast.Expr) types.Type {
	return p.types.info.Types[expression].Type
}

func (p *mutator) isNumber(expression ast.Expr) bool {
	kind := p.typeOf(expression)
	if kind == nil {
		return false
	}
	basic, ok := kind.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsNumeric != 0 && basic.Info()&types.IsUntyped == 0 && basic.Info()&types.IsComplex == 0
}

// isConstant is true for what the compiler computes: it may stand where only a constant can.
func (p *mutator) isConstant(expression ast.Expr) bool {
	return p.types.info.Types[expression].Value != nil
}

func (p *mutator) isNil(expression ast.Expr) bool {
	return p.types.info.Types[expression].IsNil()
}

func isError(kind types.Type) bool {
	return kind != nil && types.Identical(kind, types.Universe.Lookup("error").Type())
}
