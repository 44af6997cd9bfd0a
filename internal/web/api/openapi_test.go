package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"zaemme/internal/auth"
	"zaemme/internal/web/api"
)

type document struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		Security  *[]any `json:"security"`
		Responses map[string]struct {
			Ref     string                     `json:"$ref"`
			Content map[string]json.RawMessage `json:"content"`
		} `json:"responses"`
	} `json:"paths"`
}

func described(t *testing.T) (d document) {
	t.Helper()
	must(t, json.Unmarshal(api.Description, &d))
	return d
}

// What is described is there, and what is there is described, with its key.
func TestTheDescriptionHasTheRoutes(t *testing.T) {
	t.Parallel()
	d := described(t)
	if d.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %s", d.OpenAPI)
	}
	parameter := regexp.MustCompile(`:(\w+)`)
	var there, told []string
	for _, r := range (&api.Handlers{}).Routes() {
		there = append(there, fmt.Sprint(strings.ToLower(r.Method), " ", parameter.ReplaceAllString(r.Path, "{$1}"), " ", r.Guard))
	}
	for path, methods := range d.Paths {
		for method, operation := range methods {
			guard := "token"
			if operation.Security != nil && len(*operation.Security) == 0 {
				guard = "public"
			}
			told = append(told, fmt.Sprint(method, " ", path, " ", guard))
		}
	}
	slices.Sort(there)
	slices.Sort(told)
	if !slices.Equal(there, told) {
		t.Errorf("there is\n%s\nthe document tells of\n%s", strings.Join(there, "\n"), strings.Join(told, "\n"))
	}
}

// Real answers of every route, errors too, are as the document says.
func TestAnswersAreAsDescribed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := described(t)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.Description))
	must(t, err)
	must(t, compiler.AddResource("openapi.json", whole))
	all, reports, part := w.key(auth.MayRows, 0), w.key("", 0), w.key("", w.works)
	asked := map[string]bool{}
	for _, c := range []struct{ path, key, address string }{
		{"/api/v1/openapi.json", "", ""},
		{"/api/v1/token", all, ""},
		{"/api/v1/token", part, ""},
		{"/api/v1/token", "nonsense", ""},
		{"/api/v1/months", reports, ""},
		{"/api/v1/months", part, ""},
		{"/api/v1/months", reports, "?format=x"},
		{"/api/v1/months", reports, "?format=csv"},
		{"/api/v1/months/{month}", reports, "/api/v1/months/2026-10"},
		{"/api/v1/months/{month}", reports, "/api/v1/months/2031-10"},
		{"/api/v1/rows", all, ""},
		{"/api/v1/rows", all, "?persons=3"},
		{"/api/v1/rows", all, "?persons=x"},
		{"/api/v1/rows", reports, ""},
	} {
		address := c.address
		if !strings.HasPrefix(address, "/") {
			address = c.path + address
		}
		a := w.get(c.key, address)
		asked[c.path] = true
		status := fmt.Sprint(a.status)
		said, ok := d.Paths[c.path]["get"].Responses[status]
		if !ok {
			t.Errorf("%s answers %s, which the document does not tell", address, status)
			continue
		}
		kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
		place := "/paths/" + strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(c.path) + "/get/responses/" + status
		if said.Ref != "" {
			place = strings.TrimPrefix(said.Ref, "#")
		} else if said.Content[kind] == nil {
			t.Errorf("%s answers with %s, which the document does not tell", address, kind)
		}
		schema, err := compiler.Compile("openapi.json#" + place + "/content/" + strings.ReplaceAll(kind, "/", "~1") + "/schema")
		must(t, err)
		var value any = string(a.body)
		if kind == "application/json" {
			value, err = jsonschema.UnmarshalJSON(bytes.NewReader(a.body))
			must(t, err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for path := range d.Paths {
		if !asked[path] {
			t.Errorf("%s is asked by no test", path)
		}
	}
}
