package curriculum

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"
)

// readSeeds reads a YAML file by the JSON names of into, and refuses any other.
func readSeeds(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("curriculum: read %s: %w", name, err)
	}
	var tree any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return fmt.Errorf("curriculum: %s: %w", name, err)
	}
	plain, err := json.Marshal(tree)
	if err != nil {
		return fmt.Errorf("curriculum: %s: %w", name, err)
	}
	if err := decodeStrict(plain, into); err != nil {
		return fmt.Errorf("curriculum: %s: %w", name, err)
	}
	return nil
}
