package hrimport

// participants is a list of people at a training: a column of personnel numbers,
// whatever else stands beside it.
var participants = schema{
	required: []Field{fieldPersonnel},
	synonyms: staff.synonyms, // names and departments beside the numbers make no other list of it
}

// ReadParticipants reads the personnel numbers of a list of people, each once, in the
// order of the file. Found names what could not be read.
func ReadParticipants(name string, content []byte) ([]string, Found, error) {
	t, err := readTable(name, content, nil, participants)
	if err != nil {
		return nil, Found{}, err
	}
	numbers := t.readNumbers(fieldPersonnel)
	seen := map[string]bool{}
	var list []string
	for i := range t.rows {
		if no := numbers.own[i]; no != "" && !t.rows[i].failed && !seen[no] {
			seen[no] = true
			list = append(list, no)
		}
	}
	return list, t.file(nil, unitColumns{code: -1}).Found, nil
}
